package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.grant.ConsentChange.Withdrawn;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Taking consent back: as easy as giving it, per purpose, effective at once, without a reason (policy 5, R-5-1). What was never
 * granted is left as it is; doing it twice changes nothing (R-5-3).
 */
final class Withdrawals {
    static final String EVERYTHING = "*";
    private static final String NECESSARY_COOKIES = "COOKIE_NECESSARY";

    private final Catalogue catalogue;
    private final WithdrawalCause cause;
    private final Instant said;
    private final Instant now;
    private final List<ConsentChange> changes = new ArrayList<>();
    private SubjectState state;

    private Withdrawals(SubjectState state, Catalogue catalogue, WithdrawalCause cause, Instant said, Instant now) {
        this.state = state;
        this.catalogue = catalogue;
        this.cause = cause;
        this.said = said;
        this.now = now;
    }

    /**
     * Everything that is granted, whatever the clock of the caller said then.
     *
     * @param purposes codes, or {@value #EVERYTHING}
     */
    static Outcome.Changed withdraw(
            SubjectState state, Catalogue catalogue, List<String> purposes, WithdrawalCause cause, Instant now) {
        Withdrawals work = new Withdrawals(state, catalogue, cause, now, now);
        Set<String> asked = new LinkedHashSet<>(purposes);
        if (asked.remove(EVERYTHING)) {
            state.consents().forEach(c -> asked.add(c.purpose()));
            work.remember(EVERYTHING);
        }
        asked.forEach(purpose -> work.withdraw(purpose, c -> true));
        return new Outcome.Changed(work.state, List.copyOf(work.changes));
    }

    /** A refusal with a time of its own takes back what was granted until then. */
    static Outcome.Changed refuse(SubjectState state, Catalogue catalogue, String purpose, Instant said, Instant now) {
        Withdrawals work = new Withdrawals(state, catalogue, WithdrawalCause.WITHDRAWAL, said, now);
        work.withdraw(purpose, c -> !c.acceptedAt().isAfter(said));
        return new Outcome.Changed(work.state, List.copyOf(work.changes));
    }

    private void withdraw(String purpose, Predicate<LiveConsent> reached) {
        String parent = Coverage.parent(catalogue, purpose).orElse("");
        List<LiveConsent> covering =
                Coverage.withParts(state, catalogue, purpose).filter(reached).toList();
        List<LiveConsent> own =
                covering.stream().filter(c -> !c.purpose().equals(parent)).toList();
        List<LiveConsent> ofTheWhole =
                covering.stream().filter(c -> c.purpose().equals(parent)).toList();
        if (covering.isEmpty()) {
            remember(purpose);
            return;
        }
        Instant at = after(ofTheWhole);
        state = state.without(own::contains);
        own.forEach(c -> {
            word(c.place(), c, at);
            changes.add(change(c, c.purpose(), true, c.categories()));
        });
        if (own.stream().noneMatch(c -> c.place().equals(purpose))) {
            word(purpose, covering.getFirst(), at);
        }
        ofTheWhole.forEach(c -> changes.add(change(c, purpose, false, categoriesOfPart(c, purpose))));
    }

    /** What was granted after it has the last word. */
    private void word(String place, LiveConsent ended, Instant at) {
        boolean survivor = state.consents().stream().anyMatch(c -> c.place().equals(place));
        state = survivor
                ? state.saidNo(place, at)
                : state.withLastWord(
                        place, new LastWord(ConsentStatus.WITHDRAWN, at, ended.id(), ended.policyVersion()));
    }

    /** The part is refused from now on, also where the clock of who recorded the consent to the whole was ahead of ours. */
    private Instant after(List<LiveConsent> whole) {
        return Stream.concat(Stream.of(said), whole.stream().map(LiveConsent::acceptedAt))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Nothing of it is granted: only an older grant that arrives late will meet it. */
    private void remember(String place) {
        if (!state.erased()) {
            state = state.saidNo(place, said);
        }
    }

    private List<String> categoriesOfPart(LiveConsent whole, String part) {
        return catalogue.purpose(part).stream()
                .flatMap(p ->
                        catalogue.categories().stream().filter(c -> c.purposes().contains(p.code())))
                .map(c -> c.name())
                .filter(whole.categories()::contains)
                .toList();
    }

    private Withdrawn change(LiveConsent c, String purpose, boolean whole, List<String> categories) {
        SubjectState after = whole ? state : state.without(c::equals);
        Map<String, List<String>> remaining = Remaining.of(after, catalogue, purpose, categories, now);
        if (cause == WithdrawalCause.COOKIES_CLEARED) {
            // The records go as the cookies do; a login sets the necessary ones anew (policy 2.2, X-20).
            remaining.computeIfPresent(
                    Category.COOKIE_ID,
                    (name, purposes) -> purposes.stream()
                            .filter(code -> !code.equals(NECESSARY_COOKIES))
                            .toList());
        }
        return new Withdrawn(c, purpose, whole, categories, remaining, cause, now);
    }
}
