package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Purpose;
import covenant.consent.subject.SubjectState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** For which purposes a category may still be used once a consent is gone (R-5-2, AC-41). */
final class Remaining {
    private Remaining() {}

    /**
     * @param after the state without the consent
     * @return per category the other purposes that may still use it, empty where it was used for {@code gone} only
     */
    static Map<String, List<String>> of(
            SubjectState after, Catalogue catalogue, String gone, List<String> categories, Instant now) {
        Map<String, List<String>> remaining = new LinkedHashMap<>();
        categories.forEach(category -> remaining.put(
                category,
                Stream.concat(byConsent(after, gone, category, now), withoutConsent(after, catalogue, category))
                        .distinct()
                        .sorted()
                        .toList()));
        return remaining;
    }

    private static Stream<String> byConsent(SubjectState after, String gone, String category, Instant now) {
        return after.consents().stream()
                .filter(c -> c.inForce(now)
                        && c.categories().contains(category)
                        && !c.purpose().equals(gone))
                .map(c -> c.purpose());
    }

    private static Stream<String> withoutConsent(SubjectState after, Catalogue catalogue, String category) {
        return after.acceptedVersion() == null || after.restricted()
                ? Stream.empty()
                : catalogue.category(category).stream()
                        .flatMap(c -> c.purposes().stream())
                        .flatMap(code -> catalogue.purpose(code).stream())
                        .filter(Purpose::withoutSwitch)
                        .map(Purpose::code);
    }
}
