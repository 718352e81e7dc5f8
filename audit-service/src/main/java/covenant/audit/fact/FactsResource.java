package covenant.audit.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.audit.entry.Fact;
import covenant.audit.ledger.Ledger;
import covenant.audit.ledger.Outcome;
import covenant.audit.register.EvidenceRegister;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Logs a fact at once: the answer names its entry, which is in the signed tree by then. */
@Path("/v1/entries")
public class FactsResource {

    private static final int MAX_DETAILS = 64 * 1024;

    private final Ledger ledger;
    private final Caller caller;
    private final CallContext calls;
    private final CovenantClock clock;
    private final EvidenceRegister register;
    private final ObjectMapper json;

    FactsResource(
            Ledger ledger,
            Caller caller,
            CallContext calls,
            CovenantClock clock,
            EvidenceRegister register,
            ObjectMapper json) {
        this.register = register;
        this.json = json;
        this.ledger = ledger;
        this.caller = caller;
        this.calls = calls;
        this.clock = clock;
    }

    /** @param index place in the log */
    record Logged(long index, String eventId) {}

    /** The entry is marked as the caller's word: service and actor come from the token, never from the body. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.BACKEND, Roles.OPS})
    @Idempotent
    @Operation(summary = "Log a fact from a system without Kafka, or a piece of evidence")
    public Response log(@Valid @NotNull FactRequest request) {
        Fact fact = fact(request.validated());
        return switch (ledger.append(List.of(fact)).getFirst()) {
            case Outcome.Logged logged -> {
                register.take(logged.index(), request.type(), request.evidence(), request.details());
                yield Response.created(URI.create("/v1/entries/" + logged.index()))
                        .entity(new Logged(logged.index(), fact.eventId()))
                        .build();
            }
            case Outcome.Duplicate duplicate -> throw new IllegalStateException("a fresh id cannot be known");
            case Outcome.IdReused reused -> throw new IllegalStateException("a fresh id cannot be known");
        };
    }

    private Fact fact(FactRequest request) {
        Instant now = clock.now();
        Cause cause = calls.current();
        String correlationId = request.correlationId() == null ? cause.correlationId() : request.correlationId();
        return new Fact(
                Ids.next(now).toString(),
                "/" + caller.id(),
                request.type(),
                request.occurredAt() == null ? now : request.occurredAt(),
                now,
                request.subjectId(),
                request.accountId(),
                null,
                null,
                correlationId,
                cause.causationId(),
                cause.actor(),
                null,
                null,
                Fact.Origin.REST,
                details(request));
    }

    /** Evidence goes into the log word for word, in front of other details. */
    private String details(FactRequest request) {
        @Nullable JsonNode all = request.details();
        if (request.evidence() != null) {
            ObjectNode both = json.createObjectNode();
            both.set("evidence", json.valueToTree(request.evidence()));
            both.set("more", all);
            all = all == null ? both.without("more") : both;
        }
        String details = all == null ? Fact.NO_DETAILS : all.toString();
        if (details.length() > MAX_DETAILS) {
            throw Refusal.invalid("details", "is at most " + MAX_DETAILS + " characters long")
                    .asException();
        }
        return details;
    }
}
