package covenant.consent.policy;

import covenant.contracts.PolicyEvent.Change;
import covenant.contracts.PolicyEvent.Occasion;
import covenant.contracts.PolicyEvent.PolicyVersionPublished;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** A high risk found without any change of text is told like a material change (policy 6.2(6), AC-13). */
@ApplicationScoped
public class HighRiskNotice {
    private final Policies policies;
    private final Outbox outbox;

    HighRiskNotice(Policies policies, Outbox outbox) {
        this.policies = policies;
        this.outbox = outbox;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void raise(String assessmentId, Instant now) {
        PolicyVersion version = policies.inForce();
        outbox.append(EventDraft.of(
                        version.version(),
                        new PolicyVersionPublished(
                                version.version(),
                                Occasion.HIGH_RISK_ASSESSMENT,
                                version.sha256(),
                                version.content().locale(),
                                version.content().title(),
                                true,
                                false,
                                false,
                                List.of(),
                                version.predecessor() == null ? null : Integer.toString(version.predecessor()),
                                now,
                                now,
                                List.of(new Change("HIGH_RISK_ASSESSMENT", "6.2(6)", null, assessmentId)),
                                assessmentId))
                .policyVersion(version.version()));
    }
}
