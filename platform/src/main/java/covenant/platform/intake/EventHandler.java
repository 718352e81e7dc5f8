package covenant.platform.intake;

/**
 * The effect of an event, inside the transaction that also marks it as taken. Throw {@link EventRejectedException} for an
 * event that can never be applied; any other exception is tried again and then dead-lettered. Events of other persons may share the transaction, and
 * be the reason that it is undone: what is counted or logged here may be counted and logged again.
 */
@FunctionalInterface
public interface EventHandler {
    void handle(IncomingEvent event);
}
