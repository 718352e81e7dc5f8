package covenant.consent.holder;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.holder.OnwardTransfers.OnwardTransfer;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A processor passes nothing on without an approval that is on record (R-3.1.3-3). */
@Path("/v1/holders/{id}/onward-transfers")
class OnwardTransferResource {
    private final OnwardTransfers transfers;
    private final Approvals approvals;
    private final Act act;
    private final Caller caller;
    private final CovenantClock clock;

    OnwardTransferResource(
            OnwardTransfers transfers, Approvals approvals, Act act, Caller caller, CovenantClock clock) {
        this.transfers = transfers;
        this.approvals = approvals;
        this.act = act;
        this.caller = caller;
        this.clock = clock;
    }

    record OnwardRequest(
            @NotBlank @Size(max = 64) String to,
            @NotEmpty @Size(max = 50) List<@NotBlank @Size(max = 80) String> purposes,
            @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            @NotBlank @Size(max = 400) String reason,
            @Nullable LocalDate validUntil) {}

    record Payload(String holderId, OnwardRequest request) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @Operation(summary = "Ask a second person to let this holder pass data on to another")
    public Response ask(@PathParam("id") String id, @NotNull @Valid OnwardRequest request) {
        Payload payload = new Payload(id, request);
        act.check(payload);
        return approvals.request(Act.KIND, payload, "Holder " + id + " passes data on to " + request.to(), null);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "What this holder may pass on, the oldest first")
    public Page<OnwardTransfer> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        UUID after = page.after(1).map(a -> PageRequest.uuid(a.getFirst())).orElse(new UUID(0, 0));
        return Page.of(transfers.of(id, after, page.rowsToRead()), page, t -> List.of(t.id().toString()));
    }

    @POST
    @Path("/{transferId}/revocation")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "End the approval now")
    public Response revoke(@PathParam("id") String id, @PathParam("transferId") UUID transferId) {
        Optional<OnwardTransfer> known =
                transfers.find(transferId).filter(t -> t.holderId().equals(id));
        if (known.isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such approval.");
        }
        transfers.revoke(transferId, caller.id(), clock.now());
        return Response.ok(transfers.find(transferId).orElseThrow()).build();
    }

    /** The second person's yes. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "ONWARD_TRANSFER";

        private final HolderStore holders;
        private final OnwardTransfers transfers;
        private final ObjectMapper json;
        private final CovenantClock clock;

        Act(HolderStore holders, OnwardTransfers transfers, ObjectMapper json, CovenantClock clock) {
            this.holders = holders;
            this.transfers = transfers;
            this.json = json;
            this.clock = clock;
        }

        /** Both are registered and usable, and neither gets more than its own scope. */
        void check(Payload p) {
            LocalDate today = LegalCalendar.dayOf(clock.now());
            if (p.holderId().equals(p.request().to())) {
                throw Refusal.invalid("to", "is another holder").asException();
            }
            for (String id : List.of(p.holderId(), p.request().to())) {
                for (String purpose : p.request().purposes()) {
                    RecipientCheck.check(holders.find(id), purpose, p.request().categories(), today)
                            .ifPresent(code -> {
                                throw new RefusedException(code, "Holder " + id + " may not get or pass on this.");
                            });
                }
            }
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            Payload p = json.convertValue(approval.payload(), Payload.class);
            check(p);
            Instant now = clock.now();
            OnwardTransfer approved = new OnwardTransfer(
                    Ids.next(now),
                    p.holderId(),
                    p.request().to(),
                    p.request().purposes(),
                    p.request().categories(),
                    p.request().reason(),
                    p.request().validUntil(),
                    approval.requestedBy(),
                    String.valueOf(approval.decidedBy()),
                    now,
                    null);
            transfers.insert(approved);
            return Response.created(URI.create("/v1/holders/" + p.holderId() + "/onward-transfers/" + approved.id()))
                    .entity(approved)
                    .build();
        }
    }
}
