package covenant.consent.grant;

import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.contracts.ConsentStateEvent.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The present state per purpose, as the compacted topic tells it. */
public final class ConsentStates {
    private ConsentStates() {}

    /** Every purpose of which anything is known for this person. */
    public static Set<String> purposes(SubjectState state) {
        Set<String> purposes = new TreeSet<>();
        state.lastWords().keySet().forEach(place -> purposes.add(place.replaceFirst("@.*", "")));
        state.consents().forEach(c -> purposes.add(c.purpose()));
        return purposes;
    }

    /** The purposes of which the two states say something different at this instant. */
    static Set<String> changed(SubjectState before, SubjectState after, Instant now) {
        Set<String> purposes = new TreeSet<>(purposes(after));
        purposes.removeIf(purpose -> of(before, purpose, now).equals(of(after, purpose, now)));
        return purposes;
    }

    /**
     * As a decision at this instant sees it: without what waits, what a minor cannot give, and what only a third party's data needs.
     * A part that was refused lists what a later consent to the whole covers again.
     */
    public static Optional<ConsentState> of(SubjectState state, String purpose, Instant now) {
        List<LiveConsent> own = counting(state, purpose, now);
        Optional<LastWord> word = state.lastWord(purpose);
        if (!own.isEmpty()) {
            return Optional.of(value(state, purpose, Status.GRANTED, own, newest(own)));
        }
        if (word.isPresent()) {
            LastWord last = word.get();
            return Optional.of(value(
                    state,
                    purpose,
                    status(last.status()),
                    wholeSince(state, purpose, last, now),
                    last.policyVersion()));
        }
        List<LiveConsent> idle = state.consents().stream()
                .filter(c -> c.purpose().equals(purpose))
                .toList();
        return idle.isEmpty()
                ? Optional.empty()
                : Optional.of(value(state, purpose, Status.GRANTED, List.of(), newest(idle)));
    }

    private static List<LiveConsent> counting(SubjectState state, String purpose, Instant now) {
        return state.consents().stream()
                .filter(c -> c.purpose().equals(purpose) && !c.waiting(now) && counts(state, c))
                .map(c -> c.source() == null ? c : c.only(Category.LOGIN_ID::equals))
                .filter(c -> !c.categories().isEmpty())
                .toList();
    }

    private static List<LiveConsent> wholeSince(SubjectState state, String part, LastWord word, Instant now) {
        int dot = part.indexOf('.');
        return dot < 0 || !word.isNo()
                ? List.of()
                : counting(state, part.substring(0, dot), now).stream()
                        .filter(c -> c.acceptedAt().isAfter(word.at()))
                        .toList();
    }

    private static ConsentState value(
            SubjectState state, String purpose, Status status, List<LiveConsent> live, int policyVersion) {
        return new ConsentState(
                state.subjectId(),
                purpose,
                status,
                categories(live, c -> true),
                categories(live, LiveConsent::separate),
                live.stream()
                        .map(LiveConsent::recipient)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList(),
                until(live),
                Integer.toString(policyVersion),
                state.restricted(),
                accepted(state),
                restricted(state),
                state.marks().noticePending() == null ? null : true);
    }

    private static int newest(List<LiveConsent> consents) {
        return consents.stream().mapToInt(LiveConsent::policyVersion).max().orElseThrow();
    }

    /** A minor's own consent to what needs a guardian, or is for adults only, counts for nothing (R-GAP-1). */
    private static boolean counts(SubjectState state, LiveConsent c) {
        boolean guardianMissing = state.marks().underFourteen() && !c.guardian();
        boolean adultsOnly =
                c.purpose().equals(Purpose.CREDIT_ASSESSMENT) || c.purpose().equals(Purpose.SERVICE_DELIVERY);
        return !guardianMissing && !(state.minor() && adultsOnly);
    }

    private static @Nullable String accepted(SubjectState state) {
        Integer version = state.acceptedVersion();
        return version == null ? null : version.toString();
    }

    private static @Nullable List<String> restricted(SubjectState state) {
        return state.restrictedCategories().isEmpty()
                ? null
                : state.restrictedCategories().stream().sorted().toList();
    }

    private static List<String> categories(List<LiveConsent> live, Predicate<LiveConsent> which) {
        return live.stream()
                .filter(which)
                .flatMap(c -> c.categories().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The earliest end: a reader that keeps its own copy stops there at the latest and asks. */
    private static @Nullable LocalDate until(List<LiveConsent> live) {
        return live.stream()
                .map(LiveConsent::until)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Status status(ConsentStatus status) {
        return switch (status) {
            case GRANTED -> Status.GRANTED;
            case DECLINED -> Status.DECLINED;
            case WITHDRAWN -> Status.WITHDRAWN;
            case SUPERSEDED -> Status.SUPERSEDED;
            case EXPIRED -> Status.EXPIRED;
            case ENDED -> Status.ENDED;
        };
    }
}
