package covenant.platform.outbox;

import covenant.contracts.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event about to be written to the outbox. Who caused it, when it was recorded, its id and its aggregate version are
 * filled in by {@link Outbox}.
 *
 * @param aggregateId the thing whose state the event tells; its versions are gapless within one topic
 * @param key Kafka key; the subject, or else the aggregate, when not given
 * @param occurredAt business instant; now when not given
 */
public record EventDraft(
        Event payload,
        String aggregateId,
        @Nullable String subjectId,
        @Nullable String accountId,
        @Nullable String policyVersion,
        @Nullable String key,
        @Nullable Instant occurredAt) {

    /** An event about a person: subject and Kafka key are the subjectId. */
    public static EventDraft about(String subjectId, String aggregateId, Event payload) {
        return new EventDraft(payload, aggregateId, subjectId, null, null, null, null);
    }

    /** An event about something that is no person (a policy version, a holder, an incident): keyed by its id. */
    public static EventDraft of(String aggregateId, Event payload) {
        return new EventDraft(payload, aggregateId, null, null, null, null, null);
    }

    public EventDraft account(@Nullable String id) {
        return new EventDraft(payload, aggregateId, subjectId, id, policyVersion, key, occurredAt);
    }

    public EventDraft policyVersion(@Nullable String version) {
        return new EventDraft(payload, aggregateId, subjectId, accountId, version, key, occurredAt);
    }

    public EventDraft key(String kafkaKey) {
        return new EventDraft(payload, aggregateId, subjectId, accountId, policyVersion, kafkaKey, occurredAt);
    }

    public EventDraft occurredAt(Instant at) {
        return new EventDraft(payload, aggregateId, subjectId, accountId, policyVersion, key, at);
    }

    String kafkaKey() {
        if (key != null) {
            return key;
        }
        return subjectId != null ? subjectId : aggregateId;
    }
}
