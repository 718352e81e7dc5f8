package covenant.contracts;

import java.util.Arrays;
import java.util.Optional;

/** The Kafka topics; each has a dead-letter queue beside it, the compacted ones too. */
public enum Topic {
    ACCOUNT("privacy.account.v1", AccountEvent.class, false),
    POLICY("privacy.policy.v1", PolicyEvent.class, false),
    CONSENT("privacy.consent.v1", ConsentEvent.class, false),
    CONSENT_STATE("privacy.consent-state.v1", ConsentStateEvent.class, true),
    HOLDER("privacy.holder.v1", HolderEvent.class, true),
    SHARING("privacy.sharing.v1", SharingEvent.class, false),
    DSR("privacy.dsr.v1", DsrEvent.class, false),
    HOLDER_ORDER("privacy.holder-order.v1", HolderOrderEvent.class, false),
    HOLDER_ACK("privacy.holder-ack.v1", HolderAckEvent.class, false),
    RETENTION("privacy.retention.v1", RetentionEvent.class, false),
    INCIDENT("privacy.incident.v1", IncidentEvent.class, false),
    NOTIFICATION("privacy.notification.v1", NotificationEvent.class, false),
    DATA_ACCESS("privacy.data-access.v1", DataAccessEvent.class, false),
    AUDIT("privacy.audit.v1", AuditEvent.class, false);

    private final String topicName;
    private final Class<? extends Event> family;
    private final boolean compacted;

    Topic(String topicName, Class<? extends Event> family, boolean compacted) {
        this.topicName = topicName;
        this.family = family;
        this.compacted = compacted;
    }

    /** The topic of that exact name; a dead-letter queue is not a topic of its own. */
    public static Optional<Topic> byName(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    public String topicName() {
        return topicName;
    }

    public String deadLetterTopicName() {
        return topicName + ".dlq";
    }

    /** True where Kafka keeps only the last value of a key, so that a late reader finds the present state. */
    public boolean compacted() {
        return compacted;
    }

    /** The part of the name that says what the topic is about, as in {@code holder-order}. */
    public String shortName() {
        return topicName.substring("privacy.".length(), topicName.length() - ".v1".length());
    }

    /** The sealed interface whose records travel on this topic. */
    public Class<? extends Event> family() {
        return family;
    }
}
