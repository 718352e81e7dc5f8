package covenant.platform.intake;

import covenant.contracts.Envelope;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record and what it says. */
record Delivery(ConsumerRecord<String, byte[]> record, IncomingEvent event) {

    Envelope envelope() {
        return event.envelope();
    }

    UUID id() {
        return envelope().eventId();
    }

    /**
     * The one person whom it is about and who alone has its key, or a part of her: what is told of others has no order with it. Empty where that is
     * not certain.
     */
    Optional<String> person() {
        String subject = envelope().subjectId();
        return subject != null && (event.key().equals(subject) || event.key().startsWith(subject + "/"))
                ? Optional.of(subject)
                : Optional.empty();
    }
}
