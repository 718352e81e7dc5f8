package covenant.notification.delivery;

import covenant.contracts.ConsentStateEvent;
import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Keeps who consents to advertising. Every other purpose passes by before the inbox: a copy of the whole state is not needed here. An expired
 * consent is told as a new state.
 */
@ApplicationScoped
class ConsentStateConsumer {
    private final EventIntake intake;
    private final NoticeStore notices;
    private final String purpose;

    ConsentStateConsumer(
            EventIntake intake,
            NoticeStore notices,
            @ConfigProperty(name = "covenant.marketing.purpose") String purpose) {
        this.intake = intake;
        this.notices = notices;
        this.purpose = purpose;
    }

    @Incoming("consent-state")
    @Blocking
    public void state(ConsumerRecords<String, byte[]> records) {
        intake.take(
                StreamSupport.stream(records.spliterator(), false)
                        .filter(this::isAboutMarketing)
                        .toList(),
                Order.AS_IT_COMES,
                this::apply,
                this::forget);
    }

    private boolean isAboutMarketing(ConsumerRecord<String, byte[]> record) {
        return record.key() != null && record.key().endsWith("/" + purpose);
    }

    private void forget(String key) {
        notices.setMarketingConsent(key.substring(0, key.length() - purpose.length() - 1), false);
    }

    private void apply(IncomingEvent event) {
        switch ((ConsentStateEvent) event.payload()) {
            case ConsentState state ->
                notices.setMarketingConsent(
                        state.subjectId(), state.status() == ConsentStateEvent.Status.GRANTED && !state.restricted());
        }
    }
}
