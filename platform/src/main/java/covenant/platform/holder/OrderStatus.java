package covenant.platform.holder;

/**
 * Where an order stands.
 *
 * <pre>
 * PENDING ──2xx──▶ REQUESTED ──dueBy──▶ OVERDUE ──▶ ESCALATED        open: each takes an answer, however late
 *    └──72 h undeliverable──────────────────────────▶ ESCALATED
 * open ──▶ CONFIRMED | EXEMPT_LAW | EXEMPT_OWN_AUTHORISATION | CANCELLED   closed for good
 * open ──▶ REJECTED ──▶ CONFIRMED | EXEMPT_LAW                             not for erasure: that duty stays open
 * </pre>
 */
public enum OrderStatus {
    /** Not handed over yet (webhook). */
    PENDING,
    /** Handed over, not answered. */
    REQUESTED,
    CONFIRMED,
    /** The holder says no without a ground that frees it; it may still change its mind. */
    REJECTED,
    EXEMPT_LAW,
    EXEMPT_OWN_AUTHORISATION,
    OVERDUE,
    ESCALATED,
    CANCELLED;

    /** Whether the duty still runs: deadlines, reminders and deliveries go on. */
    public boolean isOpen() {
        return switch (this) {
            case PENDING, REQUESTED, OVERDUE, ESCALATED -> true;
            case CONFIRMED, REJECTED, EXEMPT_LAW, EXEMPT_OWN_AUTHORISATION, CANCELLED -> false;
        };
    }

    boolean takesAnswer() {
        return isOpen() || this == REJECTED;
    }
}
