package covenant.contracts;

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
                AuditEvent {}
