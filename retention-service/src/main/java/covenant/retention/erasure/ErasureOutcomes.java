package covenant.retention.erasure;

import covenant.contracts.HolderAckEvent.ErasureOutcome;
import covenant.contracts.RetentionEvent;
import covenant.contracts.RetentionEvent.ErasureFailed;
import covenant.contracts.RetentionEvent.Exemption;
import covenant.contracts.RetentionEvent.RecipientErasureConfirmed;
import covenant.contracts.RetentionEvent.RecipientErasureExempted;
import covenant.contracts.RetentionEvent.RecipientErasureOverdue;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderOutcomes;
import covenant.platform.holder.OrderStatus;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.Refusal;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.anonymisation.Assessments;
import covenant.retention.backup.CaseBackups;
import covenant.retention.retentioncase.CaseEvents;
import covenant.retention.retentioncase.CaseStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What answers and silence of holders mean for their case. */
@ApplicationScoped
class ErasureOutcomes implements OrderOutcomes {
    private static final Logger LOG = Logger.getLogger(ErasureOutcomes.class);

    private final CaseStore cases;
    private final Erasure erasure;
    private final Ledger ledger;
    private final CaseBackups backups;
    private final Assessments assessments;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final MeterRegistry metrics;

    ErasureOutcomes(
            CaseStore cases,
            Erasure erasure,
            Ledger ledger,
            CaseBackups backups,
            Assessments assessments,
            Outbox outbox,
            CovenantClock clock,
            MeterRegistry metrics) {
        this.cases = cases;
        this.erasure = erasure;
        this.ledger = ledger;
        this.backups = backups;
        this.assessments = assessments;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void lockOwner(UUID caseId) {
        cases.lock(caseId);
    }

    /** Nothing counts as anonymised whose method was not assessed (R-1.5.2-2, AC-47). */
    @Override
    public void requireAcceptable(HolderOrder order) {
        if (order.outcome() == OrderOutcome.ANONYMISED) {
            Map<String, UUID> assessed = assessments.inForce(order.categories());
            List<String> missing = order.categories().stream()
                    .filter(category -> !assessed.containsKey(category))
                    .toList();
            if (!missing.isEmpty()) {
                throw Refusal.invalid("outcome", "no anonymisation is assessed for " + String.join(", ", missing))
                        .asException();
            }
        }
    }

    @Override
    public void confirmed(HolderOrder order) {
        Instant now = clock.now();
        if (recipient(order)) {
            ledger.erased(order.subjectId(), order.holderId(), order.categories(), order.placedAt(), now);
            tell(
                    order,
                    new RecipientErasureConfirmed(
                            order.ownerId(),
                            order.id(),
                            order.holderId(),
                            outcome(order),
                            order.records(),
                            order.late(),
                            order.doneAt() == null ? now : order.doneAt()));
        }
        goOn(order);
    }

    @Override
    public void exempt(HolderOrder order) {
        tell(
                order,
                new RecipientErasureExempted(
                        order.ownerId(),
                        order.id(),
                        order.holderId(),
                        order.categories(),
                        order.status() == OrderStatus.EXEMPT_LAW ? Exemption.LAW : Exemption.OWN_AUTHORISATION,
                        String.valueOf(order.evidence()),
                        clock.now()));
        goOn(order);
    }

    /** No proof, no exemption (R-5.2-5): the duty stays open and its deadline runs. */
    @Override
    public void rejected(HolderOrder order) {
        metrics.counter("covenant.retention.orders.rejected").increment();
        LOG.warnf("Holder %s refused order %s without proof; the order stays open", order.holderId(), order.id());
    }

    @Override
    public void overdue(HolderOrder order) {
        metrics.counter("covenant.retention.orders.overdue", "recipient", Boolean.toString(recipient(order)))
                .increment();
        LOG.errorf("Holder %s has not confirmed order %s in time", order.holderId(), order.id());
        if (recipient(order)) {
            tell(
                    order,
                    new RecipientErasureOverdue(
                            order.ownerId(), order.id(), order.holderId(), order.categories(), order.dueBy(), false));
        } else {
            tell(order, failed(order, "NO_CONFIRMATION"));
        }
    }

    /** A recipient's silence goes to the data protection officer, and the consent-service suspends it (R-5.2-6). */
    @Override
    public void escalated(HolderOrder order) {
        metrics.counter("covenant.retention.orders.escalated").increment();
        LOG.errorf("Order %s to holder %s is escalated", order.id(), order.holderId());
        if (recipient(order)) {
            tell(
                    order,
                    new RecipientErasureOverdue(
                            order.ownerId(), order.id(), order.holderId(), order.categories(), order.dueBy(), true));
        } else {
            tell(order, failed(order, "ESCALATED"));
        }
    }

    @Override
    public void backupRefreshed(String holderId, Instant refreshedAt) {
        Instant now = clock.now();
        backups.refreshed(holderId, refreshedAt.isAfter(now) ? now : refreshedAt);
    }

    @Override
    public void restoreStarted(String holderId, Instant backupTakenAt) {
        Instant now = clock.now();
        backups.restoreStarted(Ids.next(now), holderId, backupTakenAt, now);
    }

    private void goOn(HolderOrder order) {
        if (OrderDesk.countsForCase(order)) {
            erasure.goOn(order.ownerId());
        }
    }

    private ErasureFailed failed(HolderOrder order, String code) {
        return new ErasureFailed(
                order.ownerId(), order.id(), order.holderId(), order.categories(), code, order.attempts(), clock.now());
    }

    private void tell(HolderOrder order, RetentionEvent event) {
        cases.find(order.ownerId()).ifPresent(of -> outbox.append(CaseEvents.draft(of, event)));
    }

    private static boolean recipient(HolderOrder order) {
        return order.holderKind() != covenant.contracts.HolderEntry.Kind.INTERNAL;
    }

    private static ErasureOutcome outcome(HolderOrder order) {
        return order.outcome() == OrderOutcome.ANONYMISED
                ? ErasureOutcome.ANONYMISED
                : order.outcome() == OrderOutcome.NOTHING_HELD ? ErasureOutcome.NOTHING_HELD : ErasureOutcome.ERASED;
    }
}
