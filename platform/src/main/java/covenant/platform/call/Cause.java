package covenant.platform.call;

import covenant.contracts.Actor;
import org.jspecify.annotations.Nullable;

/**
 * What the present piece of work descends from.
 *
 * @param correlationId one id from the first call or event to the last effect
 * @param causationId the event that was consumed, absent for a REST call or a sweep
 * @param traceparent W3C trace context of this work, so that a trace goes on through outbox and Kafka
 */
public record Cause(
        String correlationId,
        @Nullable String causationId,
        Actor actor,
        @Nullable String traceparent) {}
