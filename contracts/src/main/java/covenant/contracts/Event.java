package covenant.contracts;

import java.util.List;

/** The payload of an event; what is common to all events stands in the {@link Envelope}. */
public sealed interface Event
        permits AccountEvent,
                PolicyEvent,
                ConsentEvent,
                ConsentStateEvent,
                HolderEvent,
                SharingEvent,
                DsrEvent,
                HolderOrderEvent,
                HolderAckEvent,
                RetentionEvent,
                IncidentEvent,
                NotificationEvent,
                DataAccessEvent,
                AuditEvent {

    /**
     * Paths of the components that must be present and are not, as in {@code holder.name}: a JSON reader leaves them null
     * without complaint. A consumer sends such an event to the dead-letter queue. Primitive components cannot be null:
     * read with {@code FAIL_ON_NULL_FOR_PRIMITIVES}.
     */
    default List<String> missingFields() {
        return RequiredFields.missing((Record) this);
    }
}
