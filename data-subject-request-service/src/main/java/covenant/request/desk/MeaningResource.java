package covenant.request.desk;

import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.request.flow.Deletions;
import covenant.request.request.Request;
import covenant.request.request.RequestState;
import covenant.request.request.Requests;
import covenant.request.request.Timeline;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The person answers what she means by a deletion without a trigger (R-5.2-2), or confirms that the service ends (R-5.2-4). */
@Path("/v1/requests/{id}/meaning")
class MeaningResource {
    private final Requests requests;
    private final LinkedWish wishes;
    private final Deletions deletions;
    private final Timeline timeline;
    private final Caller caller;
    private final CovenantClock clock;

    MeaningResource(
            Requests requests,
            LinkedWish wishes,
            Deletions deletions,
            Timeline timeline,
            Caller caller,
            CovenantClock clock) {
        this.requests = requests;
        this.wishes = wishes;
        this.deletions = deletions;
        this.timeline = timeline;
        this.caller = caller;
        this.clock = clock;
    }

    enum Meaning {
        WITHDRAWAL,
        ACCOUNT_CLOSURE,
        NEITHER
    }

    /** @param confirmServiceEnds has to be true with ACCOUNT_CLOSURE: closing ends the service */
    record MeaningBody(@NotNull Meaning means, @Nullable Boolean confirmServiceEnds) {}

    /** @param linkedRequest the withdrawal or closing that was opened; the deletion follows when it is done */
    record MeaningView(UUID id, String status, @Nullable UUID linkedRequest) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Say what a deletion without a trigger means: withdrawal, closing the account, or neither")
    public Response answer(@PathParam("id") UUID id, @NotNull @Valid MeaningBody body) {
        Request request = requests.lock(id);
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
        requireAsked(request);
        boolean confirmed = Boolean.TRUE.equals(body.confirmServiceEnds());
        if (body.means() == Meaning.ACCOUNT_CLOSURE && !confirmed) {
            throw Refusal.invalid("confirmServiceEnds", "must be true: closing the account ends the service")
                    .asException();
        }
        timeline.note(id, "MeaningAnswered", caller.actor().header(), clock.now(), Map.of("means", body.means()));
        UUID linked = switch (body.means()) {
            case WITHDRAWAL -> wishes.open(request, RequestType.WITHDRAWAL);
            case ACCOUNT_CLOSURE -> wishes.open(request, RequestType.ACCOUNT_CLOSURE);
            case NEITHER -> {
                deletions.neither(request);
                yield null;
            }
        };
        return Response.ok(new MeaningView(id, requests.lock(id).state().status(), linked))
                .build();
    }

    private static void requireAsked(Request request) {
        if (request.state().proof().isEmpty()) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first.");
        }
        if (request.type() != RequestType.DELETION || !(request.state() instanceof RequestState.InReview)) {
            throw Refusal.of(ProblemCode.STATE_CONFLICT, "Nothing is asked of the requester.")
                    .with("requestStatus", request.state().status())
                    .asException();
        }
    }
}
