package covenant.platform.approval;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The second person: sees what waits, and decides. Requester and approver are never the same (R-4.1.2-2). */
@Path("/v1/approvals")
class ApprovalResource {
    private final ApprovalStore store;
    private final Instance<ApprovedAct> acts;
    private final Caller caller;
    private final CovenantClock clock;

    ApprovalResource(ApprovalStore store, @Any Instance<ApprovedAct> acts, Caller caller, CovenantClock clock) {
        this.store = store;
        this.acts = acts;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.APPROVER, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Acts that wait for, or got, a second person's decision")
    public Page<ApprovalView> list(
            @QueryParam("status") Approval.@Nullable Status status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return store.list(status, PageRequest.of(limit, cursor)).map(ApprovalView::of);
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed(Roles.APPROVER)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Approve, and carry the act out, or reject")
    public Response decide(@PathParam("id") UUID id, @NotNull @Valid ApprovalDecisionRequest request) {
        Approval approval = store.lock(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such approval."));
        if (approval.requestedBy().equals(caller.id())) {
            throw new RefusedException(
                    ProblemCode.FOUR_EYES_REQUIRED, "The person who asked cannot be the one who approves.");
        }
        if (approval.status() != Approval.Status.AWAITING_APPROVAL) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The approval was decided before.");
        }
        return request.approve() ? approve(approval, request) : reject(approval, request);
    }

    private Response approve(Approval approval, ApprovalDecisionRequest request) {
        Approval decided = decided(approval, Approval.Status.APPROVED, request);
        ApprovedAct act = act(approval.kind());
        store.decide(approval.id(), Approval.Status.APPROVED, caller.id(), clock.now(), request.reason());
        return act.carryOut(decided);
    }

    private Response reject(Approval approval, ApprovalDecisionRequest request) {
        store.decide(approval.id(), Approval.Status.REJECTED, caller.id(), clock.now(), request.reason());
        act(approval.kind()).rejected(decided(approval, Approval.Status.REJECTED, request));
        return Response.ok(Map.of("approvalId", approval.id(), "status", Approval.Status.REJECTED))
                .build();
    }

    private Approval decided(Approval a, Approval.Status status, ApprovalDecisionRequest request) {
        Instant now = clock.now();
        return new Approval(
                a.id(),
                a.kind(),
                a.payload(),
                a.summary(),
                a.subjectId(),
                a.requestedBy(),
                a.requestedAt(),
                status,
                caller.id(),
                now,
                request.reason());
    }

    private ApprovedAct act(String kind) {
        return acts.stream()
                .filter(a -> a.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No act for approvals of kind " + kind));
    }
}
