package covenant.consent.exception;

import static covenant.consent.evidence.Evidence.given;

import covenant.consent.evidence.Evidence;
import covenant.contracts.ConsentEvent.ExceptionCode;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each exception of policy 1.3 has to rest on (R-1.3-1, R-1.3-5). */
final class ExceptionRules {
    /** Without a counterpart in PIPL art. 13: off until they are enabled with a legal reference. */
    static final Set<ExceptionCode> SHIPPED_OFF =
            Set.of(ExceptionCode.SERVICE_STABILITY, ExceptionCode.NEWS_REPORTING, ExceptionCode.ACADEMIC_RESEARCH);

    private ExceptionRules() {}

    static Optional<Refusal> check(
            ExceptionCode code,
            Evidence evidence,
            List<String> purposes,
            List<String> categories,
            Instant validUntil,
            Set<ExceptionCode> enabled,
            Instant now) {
        if (SHIPPED_OFF.contains(code) && !enabled.contains(code)) {
            return Optional.of(Refusal.of(
                    ProblemCode.EXCEPTION_NOT_ENABLED,
                    "The exception has no basis in PIPL art. 13 and is not enabled."));
        }
        if (purposes.isEmpty() || categories.isEmpty()) {
            return missing("an exception names its purposes and categories");
        }
        if (!validUntil.isAfter(now)) {
            return Optional.of(Refusal.invalid("validUntil", "must lie in the future"));
        }
        return evidence(code, evidence);
    }

    private static Optional<Refusal> evidence(ExceptionCode code, Evidence e) {
        return switch (code) {
            case NATIONAL_SECURITY ->
                need(given(e.documentNumber()) && given(e.authority()), "documentNumber and authority of the order");
            case PUBLIC_SAFETY_HEALTH ->
                need(
                        (given(e.documentNumber()) || given(e.reference())) && given(e.authority()),
                        "documentNumber of the order or reference of the declaration, and authority");
            case CRIMINAL_JUSTICE -> need(given(e.documentNumber()), "documentNumber of the legal document");
            case VITAL_INTERESTS -> need(given(e.necessity()), "necessity: why, and why consent could not be had");
            case SELF_PUBLISHED -> need(given(e.url()) && e.capturedOn() != null, "url and capturedOn");
            case LAWFULLY_PUBLIC -> need(given(e.reference()) || given(e.url()), "reference of the source");
            case CONTRACT_NECESSARY -> need(given(e.contractId()) && given(e.clause()), "contractId and clause");
            case SERVICE_STABILITY ->
                need(
                        given(e.ticket()) && (e.namesLaw() || given(e.contractId())),
                        "ticket, and the legal basis: law and article, or contractId");
            case NEWS_REPORTING -> need(given(e.reference()) && given(e.institution()), "press credential");
            case ACADEMIC_RESEARCH ->
                need(
                        given(e.institution()) && given(e.approvalReference()) && given(e.reference()),
                        "institution, approvalReference and the check of the output's de-identification");
            case OTHER_LAW -> need(e.namesLaw(), "law and article, exactly");
        };
    }

    private static Optional<Refusal> need(boolean there, String what) {
        return there ? Optional.empty() : missing("needed: " + what);
    }

    private static Optional<Refusal> missing(String detail) {
        return Optional.of(Refusal.of(ProblemCode.EXCEPTION_EVIDENCE_MISSING, detail));
    }
}
