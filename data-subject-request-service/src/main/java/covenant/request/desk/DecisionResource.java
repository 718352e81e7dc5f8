package covenant.request.desk;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.approval.Approvals;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.request.catalogue.Catalogue;
import covenant.request.decision.GroundRules;
import covenant.request.decision.ProposalStore;
import covenant.request.decision.RefusalStore;
import covenant.request.decision.Refusals;
import covenant.request.flow.Flow;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** An operator decides what no rule decides (policy 5.2, 5.2.2). */
@Path("/v1/requests/{id}/decision")
class DecisionResource {
    private final Requests requests;
    private final Refusals refusals;
    private final RefusalStore refused;
    private final Flow flow;
    private final Catalogue catalogue;
    private final Approvals approvals;
    private final ProposalStore proposals;
    private final FieldCipher cipher;
    private final Caller caller;
    private final CovenantClock clock;

    DecisionResource(
            Requests requests,
            Refusals refusals,
            RefusalStore refused,
            Flow flow,
            Catalogue catalogue,
            Approvals approvals,
            ProposalStore proposals,
            FieldCipher cipher,
            Caller caller,
            CovenantClock clock) {
        this.requests = requests;
        this.refusals = refusals;
        this.refused = refused;
        this.flow = flow;
        this.catalogue = catalogue;
        this.approvals = approvals;
        this.proposals = proposals;
        this.cipher = cipher;
        this.caller = caller;
        this.clock = clock;
    }

    record DecidedView(UUID id, String status, boolean accepted, boolean partial) {
        static DecidedView of(Request request, boolean accepted, boolean partial) {
            return new DecidedView(request.id(), request.state().status(), accepted, partial);
        }
    }

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Accept or refuse a request, or refuse a part of it; some grounds need a second person")
    public Response decide(@PathParam("id") UUID id, @NotNull @Valid DecisionBody body) {
        Request request = requests.lock(id);
        if (request.state().proof().isEmpty()) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first.");
        }
        requireAnotherDecider(request);
        return body.accept() ? accept(request, body) : refuse(request, body);
    }

    private Response accept(Request request, DecisionBody body) {
        if (body.ground() != null) {
            throw Refusal.invalid("ground", "is for refusals only").asException();
        }
        boolean automated = request.type() == RequestType.EXPLANATION || request.type() == RequestType.HUMAN_REVIEW;
        if (automated
                && (blank(body.answer())
                        || body.factors() == null
                        || body.factors().isEmpty())) {
            throw Refusal.invalid("factors", "and answer are required: the factors used and the result")
                    .asException();
        }
        if (request.type() == RequestType.COMPLAINT && blank(body.answer())) {
            throw Refusal.invalid("answer", "is required for a complaint").asException();
        }
        Request accepted =
                flow.accepted(request, trigger(request, body), automated ? explanation(body) : body.answer());
        return Response.ok(DecidedView.of(accepted, true, !accepted.refused().isEmpty()))
                .build();
    }

    /** The operator's finding; without one, the operator agrees to what the person claims. */
    private static @Nullable DeletionTrigger trigger(Request request, DecisionBody body) {
        return body.trigger() == null ? request.claimedTrigger() : body.trigger();
    }

    /** The factors used and who reviewed it (R-1.2.2-2). */
    private String explanation(DecisionBody body) {
        String reviewer = body.reviewer() == null ? caller.id() : body.reviewer();
        return body.answer() + "\n决定所用因素 (factors): "
                + String.join("；", List.copyOf(java.util.Objects.requireNonNull(body.factors())))
                + "\n复核人员 (reviewer): " + reviewer;
    }

    private Response refuse(Request request, DecisionBody body) {
        GroundRules.violation(request.type(), request.requester(), body.ground(), body.reason(), body.evidence())
                .ifPresent(refusal -> {
                    throw refusal.asException();
                });
        RefusalGround ground = GroundRules.parse(body.ground()).orElseThrow();
        List<String> categories = body.categories() == null ? List.of() : body.categories();
        requireAsked(request, categories);
        boolean secrecy = Boolean.TRUE.equals(body.secrecy());
        String reason = String.valueOf(body.reason());
        if (GroundRules.needsApprover(ground)) {
            return propose(request, ground, reason, body.evidence(), categories, secrecy);
        }
        Request after = refusals.refuse(
                request, new Refusals.Decided(ground, reason, body.evidence(), categories, secrecy, caller.id(), null));
        return Response.ok(DecidedView.of(after, false, after.state().open())).build();
    }

    private Response propose(
            Request request,
            RefusalGround ground,
            String reason,
            @Nullable String evidence,
            List<String> categories,
            boolean secrecy) {
        UUID id = Ids.next(clock.now());
        proposals.insert(new ProposalStore.Row(
                id,
                request.id(),
                clock.now(),
                caller.id(),
                ground,
                categories,
                secrecy,
                seal(request, SealedFields.REASON, reason),
                evidence == null ? null : seal(request, SealedFields.EVIDENCE, evidence)));
        return approvals.request(
                RefusalAct.KIND,
                new RefusalAct.Proposal(request.id(), id),
                "Refuse a request of type " + request.type() + " on ground " + ground,
                request.subjectId());
    }

    private byte[] seal(Request request, String field, String text) {
        return cipher.encrypt(request.subjectId(), field, text);
    }

    private void requireAsked(Request request, List<String> categories) {
        catalogue.unknown("categories", categories).ifPresent(refusal -> {
            throw refusal.asException();
        });
        if (!request.categories().isEmpty() && !request.categories().containsAll(categories)) {
            throw Refusal.invalid("categories", "must be among those asked for").asException();
        }
    }

    /** Whoever refused it does not decide the appeal (R-5.2.2-4). */
    private void requireAnotherDecider(Request request) {
        if (request.appealOf() != null && refused.decidedBy(request.appealOf(), caller.id())) {
            throw new RefusedException(
                    ProblemCode.FOUR_EYES_REQUIRED, "An appeal is decided by another person than the refusal.");
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
