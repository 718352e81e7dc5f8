package covenant.retention.erasure;

import covenant.contracts.RetentionEvent.Cause;
import covenant.contracts.SharingEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.OpenCase;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the ledger; after a transfer the transferor's own copy goes (R-3.2-3). */
@ApplicationScoped
class SharingEventsConsumer {
    private final EventIntake intake;
    private final Ledger ledger;
    private final Cases cases;

    SharingEventsConsumer(EventIntake intake, Ledger ledger, Cases cases) {
        this.intake = intake;
        this.ledger = ledger;
        this.cases = cases;
    }

    @Incoming("sharing")
    @Blocking
    public void sharing(ConsumerRecord<String, byte[]> record) {
        intake.take(record, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((SharingEvent) event.payload()) {
            case SharingEvent.PersonalDataShared e ->
                ledger.add(e.categories().stream()
                        .map(category -> new LedgerEntry(
                                e.disclosureId(),
                                event.subjectId(),
                                e.recipient(),
                                category,
                                e.reference(),
                                e.sharedAt()))
                        .toList());
            case SharingEvent.TransferRecorded e ->
                cases.openAtOnce(new OpenCase(
                        "transfer/" + e.disclosureId() + "/" + event.subjectId(),
                        event.subjectId(),
                        null,
                        Cause.TRANSFERRED,
                        null,
                        null,
                        e.categories(),
                        e.transferredAt()));
            case SharingEvent.SharingRefused e -> {}
            case SharingEvent.PublicDisclosureApproved e -> {}
            case SharingEvent.PublicDisclosureRefused e -> {}
            case SharingEvent.PublicDisclosureExecuted e -> {}
        }
    }
}
