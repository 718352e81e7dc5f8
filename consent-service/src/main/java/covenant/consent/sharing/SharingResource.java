package covenant.consent.sharing;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Every share goes through here, before the data leaves; the ledger is what the fan-out of an erasure starts from. */
@Path("/v1")
class SharingResource {
    private final SharingService service;
    private final Ledger ledger;
    private final Approvals approvals;
    private final Caller caller;

    SharingResource(SharingService service, Ledger ledger, Approvals approvals, Caller caller) {
        this.service = service;
        this.ledger = ledger;
        this.approvals = approvals;
        this.caller = caller;
    }

    enum Consideration {
        NONE,
        PAID
    }

    /** @param ground a text, because an unknown one is a refusal that is recorded, not a malformed request */
    record SharingRequest(
            @NotBlank @Size(max = 200) String recipient,
            @NotNull Kind kind,
            @Nullable @Size(max = 40) String ground,
            @NotBlank @Size(max = 80) String purpose,
            @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            @NotNull String subjectId,
            @Nullable @Size(max = 10) List<@NotNull Protection> protection,
            @Nullable Consideration consideration,
            @Nullable @Valid Evidence evidence,
            @Nullable @Size(max = 80) String method,

            @Nullable @Pattern(regexp = "P[0-9YMWDTHS.]{1,18}", message = "must be an ISO-8601 period")
            String recipientRetention,

            @Nullable UUID echoOf) {

        SharingCommand command() {
            return new SharingCommand(
                    Subjects.requireSubjectId(subjectId),
                    recipient,
                    kind,
                    Arrays.stream(Ground.values())
                            .filter(g -> g.name().equals(ground))
                            .findFirst()
                            .orElse(null),
                    purpose,
                    categories.stream().distinct().toList(),
                    requireNonNullElse(protection, List.of()),
                    consideration == Consideration.PAID,
                    requireNonNullElse(evidence, Evidence.NONE),
                    method,
                    recipientRetention,
                    echoOf);
        }
    }

    record SharingView(UUID disclosureId, List<String> categories) {}

    @POST
    @Path("/sharing/decisions")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "May this data leave? Recorded before it does")
    public Response decide(@NotNull @Valid SharingRequest request) {
        SharingCommand command = request.command();
        return switch (service.decide(command)) {
            case SharingVerdict.Refused refused -> refuse(command, refused.refusal());
            case SharingVerdict.Permitted permitted ->
                command.needsTwoPersons()
                        ? approvals.request(
                                Act.KIND,
                                command,
                                command.kind() + " on ground " + command.ground() + " to " + command.recipient(),
                                command.subjectId())
                        : created(service.record(command, permitted, caller.id(), null), permitted);
        };
    }

    /** A refusal is recorded and committed; what is not even valid is only answered. */
    private Response refuse(SharingCommand command, Refusal refusal) {
        if (refusal.code().status() == 422) {
            throw refusal.asException();
        }
        service.refused(command, refusal.code(), caller.id());
        return ProblemResponses.of(refusal);
    }

    @GET
    @Path("/subjects/{id}/disclosures")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Who got what, when and on what ground, the newest first; refusals too")
    public Page<Ledger.Disclosure> disclosures(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        return ledger.of(
                subjectId,
                caller.has(Roles.COMPLIANCE_AUDITOR) || caller.has(Roles.PRIVACY_OPERATOR),
                PageRequest.of(limit, cursor));
    }

    private static Response created(UUID id, SharingVerdict.Permitted permitted) {
        return Response.status(Response.Status.CREATED)
                .entity(new SharingView(id, permitted.categories()))
                .build();
    }

    /** The second reviewer's yes; everything is looked at again. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "SHARING";

        private final SharingService service;
        private final ObjectMapper json;

        Act(SharingService service, ObjectMapper json) {
            this.service = service;
            this.json = json;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            SharingCommand command = json.convertValue(approval.payload(), SharingCommand.class);
            return switch (service.decide(command)) {
                case SharingVerdict.Refused refused -> throw refused.refusal().asException();
                case SharingVerdict.Permitted permitted ->
                    created(
                            service.record(command, permitted, approval.requestedBy(), approval.decidedBy()),
                            permitted);
            };
        }

        @Override
        public void rejected(Approval approval) {
            SharingCommand command = json.convertValue(approval.payload(), SharingCommand.class);
            service.refused(
                    command,
                    covenant.platform.problem.ProblemCode.SHARING_NOT_PERMITTED,
                    String.valueOf(approval.decidedBy()));
        }
    }
}
