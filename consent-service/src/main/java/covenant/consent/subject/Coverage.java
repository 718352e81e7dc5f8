package covenant.consent.subject;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which live consents a purpose rests on. A consent to a whole purpose covers its parts, until a part is refused after it. */
public final class Coverage {
    private Coverage() {}

    /** Those of the purpose itself, and of the whole of which it is a part. */
    public static List<LiveConsent> of(SubjectState state, Catalogue catalogue, String purpose) {
        String parent = parent(catalogue, purpose).orElse("");
        List<LiveConsent> covering = new ArrayList<>(state.consents().size());
        for (LiveConsent c : state.consents()) {
            if (c.purpose().equals(purpose) || (c.purpose().equals(parent) && !refusedAfter(state, purpose, c))) {
                covering.add(c);
            }
        }
        return covering;
    }

    /** As above, and those of its own parts: everything that a withdrawal of the purpose ends. */
    public static Stream<LiveConsent> withParts(SubjectState state, Catalogue catalogue, String purpose) {
        return Stream.concat(
                of(state, catalogue, purpose).stream(),
                state.consents().stream()
                        .filter(c -> parent(catalogue, c.purpose())
                                .filter(purpose::equals)
                                .isPresent()));
    }

    private static boolean refusedAfter(SubjectState state, String part, LiveConsent whole) {
        return state.lastWord(part)
                .filter(LastWord::isNo)
                .filter(w -> !w.at().isBefore(whole.acceptedAt()))
                .isPresent();
    }

    public static Optional<String> parent(Catalogue catalogue, String purpose) {
        return catalogue.purpose(purpose).map(Purpose::parent);
    }
}
