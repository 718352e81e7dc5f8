package covenant.notification.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider may be asked now: its circuit breaker, its rate, and the pause that it asked for itself. One per channel and replica;
 * every message of the channel passes it.
 */
public final class ProviderGate {
    private static final double NANOS = 1e9;
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private final Circuit.Limits limits;
    private final double perSecond;
    private final LongSupplier nanos;
    private Circuit circuit = Circuit.CLOSED;
    private @Nullable Instant heldUntil;
    private double tokens;
    private long filledAt;

    /** @param perSecond messages; 0 means as many as there are */
    ProviderGate(Circuit.Limits limits, double perSecond, LongSupplier nanos) {
        this.limits = limits;
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = Math.max(1, perSecond);
        this.filledAt = nanos.getAsLong();
    }

    /** The gate's answer to one message. */
    public sealed interface Admission {
        record Admitted() implements Admission {}

        /** Not more messages now. @param at when to come again */
        record Busy(Instant at) implements Admission {}

        /** The provider fails. @param at when it will be tried again */
        record Away(Instant at) implements Admission {}
    }

    public synchronized Admission admit(Instant now) {
        Instant held = held(now);
        if (held != null) {
            return new Admission.Busy(held);
        }
        if (circuit.isOpen(now, limits)) {
            return new Admission.Away(java.util.Objects.requireNonNull(circuit.openUntil()));
        }
        if (!token()) {
            return new Admission.Busy(now.plus(SHORTEST));
        }
        circuit = circuit.trying(now, limits);
        return new Admission.Admitted();
    }

    /** Whether it is worth claiming messages for this provider; one that is away still is, for they may go another way. */
    public synchronized boolean isBusy(Instant now) {
        fill();
        return held(now) != null || (perSecond > 0 && tokens < 1);
    }

    public synchronized void answered(SendResult result, Instant now) {
        switch (result) {
            case SendResult.Accepted taken -> circuit = Circuit.CLOSED;
            case SendResult.Permanent refused -> circuit = Circuit.CLOSED;
            case SendResult.Temporary temporary -> {
                switch (temporary.fault()) {
                    case PROVIDER -> circuit = circuit.failed(now, limits);
                    case THROTTLED -> {
                        Duration asked = temporary.retryAfter();
                        heldUntil = now.plus(asked == null ? Duration.ofSeconds(1) : asked);
                        circuit = Circuit.CLOSED;
                    }
                    case MESSAGE -> circuit = Circuit.CLOSED;
                }
            }
        }
    }

    /** A pause of more than a day cannot have been asked for: the clock was set back. */
    private @Nullable Instant held(Instant now) {
        Instant until = heldUntil;
        return until != null && now.isBefore(until) && !until.isAfter(now.plus(Duration.ofDays(1))) ? until : null;
    }

    private boolean token() {
        if (perSecond <= 0) {
            return true;
        }
        fill();
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    private void fill() {
        long now = nanos.getAsLong();
        tokens = Math.min(Math.max(1, perSecond), tokens + perSecond * (now - filledAt) / NANOS);
        filledAt = now;
    }
}
