package covenant.request.desk;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.fee.Fees;
import covenant.request.flow.Flow;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.Requests;
import covenant.request.request.Timeline;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A fee for one more portability request in a month: quoted by an operator, agreed to or not by the person (AC-65). */
@Path("/v1/requests/{id}/fee-quote")
class FeeResource {
    private final Requests requests;
    private final Fees fees;
    private final Flow flow;
    private final Answers answers;
    private final Timeline timeline;
    private final Caller caller;
    private final CovenantClock clock;

    FeeResource(
            Requests requests,
            Fees fees,
            Flow flow,
            Answers answers,
            Timeline timeline,
            Caller caller,
            CovenantClock clock) {
        this.requests = requests;
        this.fees = fees;
        this.flow = flow;
        this.answers = answers;
        this.timeline = timeline;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param amount what the hand-over costs us, at most */
    record QuoteBody(
            @NotNull @DecimalMin("0.01") @Digits(integer = 7, fraction = 2)
            BigDecimal amount,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code")
            String currency,

            @NotBlank @Size(max = 500) String reason) {}

    record AnswerBody(@NotNull Boolean accept) {}

    record FeeView(UUID requestId, String status, Fees.Quote fee) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Quote a fee for a repeated, clearly excessive portability request; all others are free")
    public Response quote(@PathParam("id") UUID id, @NotNull @Valid QuoteBody body) {
        Request request = requests.lock(id);
        if (request.type() != RequestType.PORTABILITY) {
            throw conflict("Only portability may cost: access, copies, corrections and deletions are free of charge.");
        }
        requireWaiting(request);
        int inMonth = fees.inMonth(request);
        if (!fees.mayCost(inMonth)) {
            throw conflict("This one is free: it is not one of many in this month.");
        }
        fees.quote(
                id,
                new Fees.Quote(body.amount(), body.currency(), body.reason(), inMonth, clock.now(), "QUOTED"),
                caller.id());
        timeline.note(id, "FeeQuoted", caller.actor().header(), clock.now(), Map.of("requestsInMonth", inMonth));
        answers.quoteFee(
                request,
                "本月第 " + inMonth + " 次转移请求，明显超出合理范围，需收取必要成本 (this one is clearly excessive and costs) "
                        + body.amount().toPlainString() + " " + body.currency() + "。" + body.reason()
                        + "。您可以在请求中同意或者不同意；查阅、复制、更正和删除仍然免费 (access and deletion stay free)。");
        return Response.status(Response.Status.CREATED)
                .entity(view(requests.lock(id)))
                .build();
    }

    @POST
    @Path("/answer")
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Idempotent
    @Operation(summary = "Agree to the quoted fee, or take the request back")
    public Response answer(@PathParam("id") UUID id, @NotNull @Valid AnswerBody body) {
        Request request = requests.lock(id);
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
        requireWaiting(request);
        if (fees.of(id).filter(q -> q.status().equals("QUOTED")).isEmpty()) {
            throw conflict("No fee was quoted.");
        }
        fees.answered(id, body.accept() ? "ACCEPTED" : "DECLINED");
        if (body.accept()) {
            flow.feeAccepted(request);
        } else {
            requests.apply(request, new RequestCommand.Cancel(CancellationCause.WITHDRAWN_BY_REQUESTER));
        }
        return Response.ok(view(requests.lock(id))).build();
    }

    private FeeView view(Request request) {
        return new FeeView(
                request.id(), request.state().status(), fees.of(request.id()).orElseThrow());
    }

    private static void requireWaiting(Request request) {
        if (request.state().proof().isEmpty()) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first.");
        }
        if (!(request.state() instanceof RequestState.InReview)) {
            throw conflict("The request does not wait for a decision.");
        }
    }

    private static RefusedException conflict(String detail) {
        return Refusal.of(ProblemCode.STATE_CONFLICT, detail).asException();
    }
}
