package covenant.platform.intake;

import covenant.contracts.Envelope;
import covenant.contracts.Event;
import covenant.contracts.Topic;

/** An event that was parsed and is applied for the first time. */
public record IncomingEvent(Topic topic, String key, Envelope envelope, Event payload) {

    /** The person concerned; only for topics whose events always have one. */
    public String subjectId() {
        String subjectId = envelope.subjectId();
        return subjectId == null ? key : subjectId;
    }
}
