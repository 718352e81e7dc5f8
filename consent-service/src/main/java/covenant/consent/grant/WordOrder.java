package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person said after what: by the instants at which it was said, whatever arrived first (AC-15). */
final class WordOrder {
    /** A newer version goes before what was accepted later under an older one (R-GAP-8). */
    private static final Comparator<LiveConsent> SAID =
            Comparator.comparingInt(LiveConsent::policyVersion).thenComparing(LiveConsent::acceptedAt);

    private WordOrder() {}

    /** The last no to the consent's place, its purpose, the whole of which that is a part, or everything, if it came after it. */
    static Optional<Instant> noAfter(LiveConsent late, SubjectState state, Catalogue catalogue) {
        String whole = Coverage.parent(catalogue, late.purpose()).orElse(late.purpose());
        return Stream.of(late.place(), late.purpose(), whole, Withdrawals.EVERYTHING)
                .flatMap(place -> Stream.concat(
                        state.lastWord(place).filter(LastWord::isNo).map(LastWord::at).stream(),
                        Optional.ofNullable(state.marks().saidNo().get(place)).stream()))
                .filter(no -> no.isAfter(late.acceptedAt()))
                .max(Comparator.naturalOrder());
    }

    /** What took the place of the consent before it arrived: it lives, or has run its time. */
    static Optional<LiveConsent> successor(LiveConsent late, SubjectState state, Instant now) {
        Stream<LiveConsent> expired = state.lastWord(late.place()).map(LastWord::expired).stream();
        return Stream.concat(state.consents().stream(), expired)
                .filter(c -> SAID.compare(c, late) > 0 && takesPlace(c, late, now))
                .max(SAID);
    }

    /** Whose place a consent takes that arrives now. */
    static Stream<LiveConsent> predecessors(LiveConsent fresh, SubjectState state, Instant now) {
        return state.consents().stream().filter(c -> SAID.compare(fresh, c) >= 0 && takesPlace(fresh, c, now));
    }

    /** What waits for its version takes the place only of what waits for the same. */
    private static boolean takesPlace(LiveConsent newer, LiveConsent older, Instant now) {
        return samePlace(newer, older) && (!newer.waiting(now) || newer.policyVersion() == older.policyVersion());
    }

    /**
     * An ordinary consent takes the place of the ordinary one for the same purpose; a separate one of those whose categories it
     * covers, or that it touches under a newer version (R-GAP-8).
     */
    static boolean samePlace(LiveConsent newer, LiveConsent older) {
        boolean sameQuestion = older.purpose().equals(newer.purpose())
                && older.separate() == newer.separate()
                && Objects.equals(older.recipient(), newer.recipient())
                && Objects.equals(older.source(), newer.source());
        return sameQuestion
                && (!newer.separate()
                        || newer.categories().containsAll(older.categories())
                        || (older.policyVersion() < newer.policyVersion() && touches(newer, older)));
    }

    private static boolean touches(LiveConsent newer, LiveConsent older) {
        return older.categories().stream().anyMatch(newer.categories()::contains);
    }
}
