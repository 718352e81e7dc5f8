package covenant.consent.erasure;

import covenant.consent.blacklist.BlacklistEntries;
import covenant.consent.held.AccessAnswers;
import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderAckEvent.ErasureConfirmed;
import covenant.contracts.HolderAckEvent.ErasureOutcome;
import covenant.contracts.HolderAckEvent.OrderRejected;
import covenant.contracts.HolderAckEvent.RestrictionApplied;
import covenant.contracts.HolderOrderEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** This service is a data holder too, and obeys the same orders (requirements 0.2). */
@ApplicationScoped
class HolderOrderEventsConsumer {
    static final String SELF = "consent-service";

    private final EventIntake intake;
    private final Erasure erasure;
    private final BlacklistEntries blacklist;
    private final AccessAnswers access;
    private final Outbox outbox;
    private final CovenantClock clock;

    HolderOrderEventsConsumer(
            EventIntake intake,
            Erasure erasure,
            BlacklistEntries blacklist,
            AccessAnswers access,
            Outbox outbox,
            CovenantClock clock) {
        this.intake = intake;
        this.erasure = erasure;
        this.blacklist = blacklist;
        this.access = access;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Incoming("holder-order")
    @Blocking
    public void order(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        HolderOrderEvent order = (HolderOrderEvent) event.payload();
        if (order.holderId().equals(SELF)) {
            HolderAckEvent answer = obey(order, clock.now());
            outbox.append(EventDraft.about(order.subjectId(), order.orderId().toString(), answer));
        }
    }

    private HolderAckEvent obey(HolderOrderEvent order, Instant now) {
        return switch (order) {
            case HolderOrderEvent.ErasureOrdered e -> erase(e, now);
            case HolderOrderEvent.AccessOrdered e -> access.give(e, now);
            case HolderOrderEvent.CorrectionOrdered e ->
                new OrderRejected(e.orderId(), SELF, "EVIDENCE_IS_NOT_CORRECTED", null);
            case HolderOrderEvent.RestrictionOrdered e ->
                new RestrictionApplied(e.orderId(), SELF, e.categories(), now);
        };
    }

    private ErasureConfirmed erase(HolderOrderEvent.ErasureOrdered order, Instant now) {
        long records = 0;
        if (order.categories().contains("basic.birth_date")) {
            records += erasure.eraseBirthDate(order.subjectId());
        }
        if (order.categories().contains("consent.evidence")) {
            records += erasure.pseudonymiseEvidence(order.subjectId());
        }
        if (order.categories().contains(BlacklistEntries.CATEGORY)) {
            records += blacklist.erase(order.subjectId());
        }
        return new ErasureConfirmed(
                order.orderId(),
                SELF,
                records == 0 ? ErasureOutcome.NOTHING_HELD : ErasureOutcome.ERASED,
                records,
                now);
    }
}
