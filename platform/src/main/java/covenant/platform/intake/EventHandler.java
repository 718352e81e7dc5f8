package covenant.platform.intake;

/**
 * The effect of an event, inside the transaction that also marks it as taken. Throw {@link EventRejectedException} for an
 * event that can never be applied; any other exception is tried again and then dead-lettered.
 */
@FunctionalInterface
public interface EventHandler {
    void handle(IncomingEvent event);
}
