package covenant.platform.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record and what it says. */
record Delivery(ConsumerRecord<String, byte[]> record, IncomingEvent event) {

    /** About one person, whose key it has: what is told of others has no order with it. */
    boolean isOnlyAboutItsKey() {
        return event.key().equals(event.envelope().subjectId());
    }
}
