package covenant.consent.grant;

import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.contracts.ConsentStateEvent.Status;
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
        Set<String> purposes = new TreeSet<>(state.lastWords().keySet());
        state.consents().forEach(c -> purposes.add(c.purpose()));
        return purposes;
    }

    public static Optional<ConsentState> of(SubjectState state, String purpose) {
        List<LiveConsent> live = state.consents().stream()
                .filter(c -> c.purpose().equals(purpose))
                .toList();
        if (!live.isEmpty()) {
            return Optional.of(new ConsentState(
                    state.subjectId(),
                    purpose,
                    Status.GRANTED,
                    categories(live, c -> true),
                    categories(live, LiveConsent::separate),
                    live.stream()
                            .map(LiveConsent::recipient)
                            .filter(Objects::nonNull)
                            .distinct()
                            .sorted()
                            .toList(),
                    until(live),
                    Integer.toString(live.stream()
                            .mapToInt(LiveConsent::policyVersion)
                            .max()
                            .orElseThrow()),
                    state.restricted()));
        }
        return state.lastWord(purpose).map(word -> dead(state, purpose, word));
    }

    private static ConsentState dead(SubjectState state, String purpose, LastWord word) {
        return new ConsentState(
                state.subjectId(),
                purpose,
                status(word.status()),
                List.of(),
                List.of(),
                List.of(),
                null,
                Integer.toString(word.policyVersion()),
                state.restricted());
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
