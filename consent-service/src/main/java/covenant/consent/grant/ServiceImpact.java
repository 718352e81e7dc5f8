package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Purpose;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.SubjectState;
import java.time.Instant;
import java.util.List;

/**
 * What is not available given the present consents (R-1.2-3).
 *
 * @param closureOffered a purpose that the service cannot do without was taken back: the account may be closed, and is not by
 *     itself (R-5-4)
 */
public record ServiceImpact(List<Effect> effects, boolean closureOffered) {

    public record Effect(String purpose, String effect) {}

    public static ServiceImpact of(SubjectState state, Catalogue catalogue, Instant now) {
        List<Purpose> missing = catalogue.purposes().stream()
                .filter(p -> p.parent() == null && !p.withoutSwitch())
                .filter(p -> Coverage.withParts(state, catalogue, p.code())
                        .noneMatch(c -> c.source() == null && c.inForce(now)))
                .toList();
        boolean offered = missing.stream()
                .filter(Purpose::mandatory)
                .anyMatch(p -> state.lastWord(p.code())
                        .filter(w -> w.status() == ConsentStatus.WITHDRAWN)
                        .isPresent());
        return new ServiceImpact(
                missing.stream().map(p -> new Effect(p.code(), p.effect())).toList(), offered);
    }
}
