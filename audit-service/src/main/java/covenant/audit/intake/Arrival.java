package covenant.audit.intake;

import covenant.audit.entry.Fact;
import covenant.platform.deadletter.DeadLetterReason;

/** What a Kafka record turned out to be. */
sealed interface Arrival {

    /** To be logged, and nothing more. */
    Fact fact();

    /** An event, of a type known or unknown (R-ENV-6), or the tombstone of a compacted topic. */
    record Event(Fact fact) implements Arrival {}

    /**
     * Not a CloudEvent: goes to the dead-letter topic; that it came is logged.
     *
     * @param detail what is wrong, without content of the record
     */
    record Malformed(Fact fact, DeadLetterReason reason, String detail) implements Arrival {}
}
