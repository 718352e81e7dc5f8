package covenant.retention.erasure;

import covenant.contracts.RetentionEvent.Cause;
import covenant.contracts.SharingEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.OpenCase;
import covenant.retention.termination.Terminations;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps the ledger; after a transfer the transferor's own copy goes (R-3.2-3). */
@ApplicationScoped
class SharingEventsConsumer {
    private final EventIntake intake;
    private final Ledger ledger;
    private final Cases cases;
    private final Erasure erasure;
    private final Terminations terminations;

    SharingEventsConsumer(EventIntake intake, Ledger ledger, Cases cases, Erasure erasure, Terminations terminations) {
        this.intake = intake;
        this.ledger = ledger;
        this.cases = cases;
        this.erasure = erasure;
        this.terminations = terminations;
    }

    @Incoming("sharing")
    @Blocking
    public void sharing(ConsumerRecords<String, byte[]> records) {
        intake.takeOthers(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((SharingEvent) event.payload()) {
            case SharingEvent.PersonalDataShared e -> shared(event.subjectId(), e);
            case SharingEvent.TransferRecorded e -> transferred(event.subjectId(), e);
            case SharingEvent.SharingRefused e -> {}
            case SharingEvent.PublicDisclosureApproved e -> {}
            case SharingEvent.PublicDisclosureRefused e -> {}
            case SharingEvent.PublicDisclosureExecuted e -> {}
        }
    }

    /** Topics have no order among each other: the share may be heard of after its erasure was ordered. */
    private void shared(String subjectId, SharingEvent.PersonalDataShared e) {
        List<LedgerEntry> entries = e.categories().stream()
                .map(category -> new LedgerEntry(
                        e.disclosureId(), subjectId, e.recipient(), category, e.reference(), e.sharedAt()))
                .toList();
        ledger.add(entries);
        cases.erasing(subjectId, e.categories(), e.sharedAt())
                .forEach((caseId, categories) -> erasure.sharedLate(
                        caseId,
                        entries.stream()
                                .filter(entry -> categories.contains(entry.category()))
                                .toList()));
    }

    /** Statutory data stays, unless the service has ended and the law itself names the transferee (R-4.2.3-2). */
    private void transferred(String subjectId, SharingEvent.TransferRecorded e) {
        if (e.ground() == SharingEvent.Ground.TRANSFER_LEGAL && terminations.ended()) {
            cases.handedOver(subjectId, e.categories(), e.transferredAt());
        }
        cases.openAtOnce(OpenCase.atOnce(
                "transfer/" + e.disclosureId() + "/" + subjectId,
                subjectId,
                Cause.TRANSFERRED,
                e.categories(),
                e.transferredAt()));
    }
}
