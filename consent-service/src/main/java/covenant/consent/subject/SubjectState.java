package covenant.consent.subject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one person now. Immutable; a decider makes the next one.
 *
 * @param acceptedVersion policy version last accepted; null before, and after the last account was closed
 * @param restricted nothing but storage, security and legal duty: no account is open any more (policy 1.5.3)
 * @param erased nothing may be stored for this person any more
 * @param minor under 18 when last looked at
 * @param restrictedCategories by request or retention case; {@value #ALL} is every category (R-GAP-6)
 * @param consents the live ones
 * @param lastWords per purpose, {@link LiveConsent#place apart} for third-party sources
 */
public record SubjectState(
        String subjectId,
        @Nullable Integer acceptedVersion,
        boolean restricted,
        boolean erased,
        boolean minor,
        Set<String> restrictedCategories,
        List<LiveConsent> consents,
        Map<String, LastWord> lastWords,
        Marks marks) {

    public static final String ALL = "*";

    public SubjectState {
        restrictedCategories = Set.copyOf(restrictedCategories);
        consents = List.copyOf(consents);
        lastWords = Map.copyOf(lastWords);
    }

    /** A person of whom nothing is known. */
    public static SubjectState unknown(String subjectId) {
        return new SubjectState(subjectId, null, false, false, false, Set.of(), List.of(), Map.of(), Marks.NONE);
    }

    public List<LiveConsent> inForce(Instant now) {
        return consents.stream().filter(c -> c.inForce(now)).toList();
    }

    public boolean isRestricted(String category) {
        return restrictedCategories.contains(ALL) || restrictedCategories.contains(category);
    }

    public Optional<LastWord> lastWord(String purpose) {
        return Optional.ofNullable(lastWords.get(purpose));
    }

    public SubjectState with(LiveConsent consent) {
        List<LiveConsent> more = new ArrayList<>(consents);
        more.add(consent);
        return copy(acceptedVersion, restricted, more, lastWords);
    }

    public SubjectState without(Predicate<LiveConsent> dead) {
        return copy(
                acceptedVersion,
                restricted,
                consents.stream().filter(dead.negate()).toList(),
                lastWords);
    }

    public SubjectState without(List<LiveConsent> dead) {
        return dead.isEmpty() ? this : without(dead::contains);
    }

    public SubjectState withLastWord(String purpose, LastWord word) {
        Map<String, LastWord> words = new LinkedHashMap<>(lastWords);
        words.put(purpose, word);
        return copy(acceptedVersion, restricted, consents, words);
    }

    /** It was granted since; a no still counts against grants that are older than it. */
    public SubjectState withoutLastWord(String place) {
        if (!lastWords.containsKey(place)) {
            return this;
        }
        Map<String, LastWord> words = new LinkedHashMap<>(lastWords);
        LastWord word = words.remove(place);
        SubjectState next = copy(acceptedVersion, restricted, consents, words);
        return word != null && word.isNo() ? next.saidNo(place, word.at()) : next;
    }

    /** A no that changes nothing now: an older grant may still be on its way (AC-15). */
    public SubjectState saidNo(String place, Instant at) {
        return marks(marks.saidNo(place, at));
    }

    public SubjectState accepted(@Nullable Integer version) {
        return copy(version, restricted, consents, lastWords);
    }

    public SubjectState restricted(boolean now) {
        return copy(acceptedVersion, now, consents, lastWords);
    }

    public SubjectState restrictedCategories(Set<String> categories) {
        return new SubjectState(
                subjectId, acceptedVersion, restricted, erased, minor, categories, consents, lastWords, marks);
    }

    SubjectState minor(boolean now) {
        return new SubjectState(
                subjectId, acceptedVersion, restricted, erased, now, restrictedCategories, consents, lastWords, marks);
    }

    /** As of nobody's birth date being known. */
    public SubjectState ageless() {
        return minor(false).marks(marks.underFourteen(false));
    }

    public SubjectState marks(Marks next) {
        return new SubjectState(
                subjectId, acceptedVersion, restricted, erased, minor, restrictedCategories, consents, lastWords, next);
    }

    /** The live consents, each changed; those that cover nothing any more are gone. */
    public SubjectState map(UnaryOperator<LiveConsent> change) {
        return copy(
                acceptedVersion,
                restricted,
                consents.stream()
                        .map(change)
                        .filter(c -> !c.categories().isEmpty())
                        .toList(),
                lastWords);
    }

    private SubjectState copy(
            @Nullable Integer version, boolean limited, List<LiveConsent> live, Map<String, LastWord> words) {
        return new SubjectState(subjectId, version, limited, erased, minor, restrictedCategories, live, words, marks);
    }
}
