package covenant.request.intake;

import covenant.contracts.SharingEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.facts.Disclosure;
import covenant.request.facts.FactStore;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Who got what: for the list of recipients in a package, and to tell them of corrections. */
@ApplicationScoped
class SharingEventsConsumer {
    private final EventIntake intake;
    private final FactStore facts;

    SharingEventsConsumer(EventIntake intake, FactStore facts) {
        this.intake = intake;
        this.facts = facts;
    }

    @Incoming("sharing")
    @Blocking
    void sharing(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    private void apply(IncomingEvent event) {
        String subject = event.subjectId();
        switch ((SharingEvent) event.payload()) {
            case SharingEvent.PersonalDataShared e ->
                facts.disclosure(
                        e.disclosureId(),
                        subject,
                        new Disclosure(
                                e.recipient(),
                                "SHARE",
                                e.ground().name(),
                                e.purpose(),
                                e.categories(),
                                e.reference(),
                                e.secret(),
                                e.sharedAt()));
            case SharingEvent.TransferRecorded e ->
                facts.disclosure(
                        e.disclosureId(),
                        subject,
                        new Disclosure(
                                e.transferee(),
                                "TRANSFER",
                                e.ground().name(),
                                e.purpose(),
                                e.categories(),
                                null,
                                false,
                                e.transferredAt()));
            case SharingEvent.PublicDisclosureApproved e ->
                facts.disclosure(
                        e.disclosureId(),
                        subject,
                        new Disclosure(
                                e.place(),
                                "PUBLICATION",
                                e.ground().name(),
                                e.purpose(),
                                e.categories(),
                                null,
                                e.secret(),
                                e.approvedAt()));
            case SharingEvent.SharingRefused e -> {}
            case SharingEvent.PublicDisclosureRefused e -> {}
            case SharingEvent.PublicDisclosureExecuted e -> {}
        }
    }
}
