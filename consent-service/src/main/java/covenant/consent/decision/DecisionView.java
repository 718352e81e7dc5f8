package covenant.consent.decision;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer as callers get it. */
record DecisionView(
        String decision,
        String code,
        @Nullable String basis,
        @Nullable UUID consentId,
        @Nullable String exceptionCode,
        @Nullable String policyVersion,
        List<String> obligations,
        Instant decidedAt) {

    static final String PERMITTED = "PERMITTED";

    static DecisionView of(Verdict verdict, Instant at) {
        return switch (verdict) {
            case Verdict.Permit p ->
                new DecisionView(
                        "PERMIT",
                        PERMITTED,
                        p.basis(),
                        p.consentId(),
                        p.exception() == null ? null : p.exception().code().name(),
                        p.policyVersion(),
                        p.obligations(),
                        at);
            case Verdict.Deny d ->
                new DecisionView("DENY", d.code().name(), null, null, null, d.policyVersion(), List.of(), at);
        };
    }

    boolean permits() {
        return decision.equals("PERMIT");
    }
}
