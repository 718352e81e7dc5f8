package covenant.platform.time;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reads and moves the clock in the sandbox; outside it there is nothing here (404). */
@Path("/sandbox/clock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPS)
@Tag(name = "Sandbox")
public class SandboxClockResource {
    private final CovenantClock clock;

    public SandboxClockResource(CovenantClock clock) {
        this.clock = clock;
    }

    /**
     * A move of the clock: one of the two.
     *
     * @param advance an ISO 8601 period or duration, counted in Asia/Shanghai; negative sets the clock back
     * @param set what the clock shall show
     * @param unexpected true: not confirmed by an operator, so that sweeps take it for a leap (T-9)
     */
    public record ClockRequest(
            @Nullable String advance,
            @Nullable Instant set,
            @Nullable Boolean unexpected) {}

    public record ClockView(Instant now) {}

    @GET
    @Operation(summary = "What the clock shows", description = "Sandbox only, else 404. Role OPS.")
    public ClockView read() {
        requireSandbox();
        clock.refresh();
        return new ClockView(clock.now());
    }

    /** Outside any transaction, so that the move is seen by others when the answer is out. */
    @POST
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    @Operation(
            summary = "Move the clock",
            description =
                    "Sandbox only, else 404. Role OPS. A move counts as confirmed by an operator unless unexpected.")
    public ClockView move(@Nullable ClockRequest request) {
        requireSandbox();
        boolean confirmed = request == null || !Boolean.TRUE.equals(request.unexpected());
        UnaryOperator<Instant> target = target(request);
        try {
            return new ClockView(clock.move(target, confirmed));
        } catch (IllegalArgumentException e) {
            String field = request != null && request.set() != null ? "set" : "advance";
            throw Refusal.invalid(field, "at most 100 years from the system's time")
                    .asException();
        }
    }

    private static UnaryOperator<Instant> target(@Nullable ClockRequest request) {
        String advance = request == null ? null : request.advance();
        Instant set = request == null ? null : request.set();
        if ((advance == null) == (set == null)) {
            throw Refusal.invalid("advance", "exactly one of advance and set").asException();
        }
        if (set != null) {
            return now -> set;
        }
        try {
            return AdvancePeriod.parse(Objects.requireNonNull(advance))::after;
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("advance", "an ISO 8601 period or duration, such as P31D or PT2H")
                    .asException();
        }
    }

    private void requireSandbox() {
        if (!clock.isSandbox()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is nothing here.");
        }
    }
}
