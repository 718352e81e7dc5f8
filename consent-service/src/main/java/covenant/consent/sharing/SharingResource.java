package covenant.consent.sharing;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.policy.Policies;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Every share goes through here, before the data leaves; the ledger is what the fan-out of an erasure starts from. */
@Path("/v1/sharing/decisions")
class SharingResource {
    private final SharingService service;
    private final Confirmations confirmations;
    private final Approvals approvals;
    private final Caller caller;
    private final Act act;

    SharingResource(SharingService service, Confirmations confirmations, Approvals approvals, Caller caller, Act act) {
        this.service = service;
        this.confirmations = confirmations;
        this.approvals = approvals;
        this.caller = caller;
        this.act = act;
    }

    /**
     * @param masked categories that are published masked: the document does not need their clear values (R-3.3.2-1)
     * @param counterpartDisclosureId the line in the other person's history (R-1.2.4-3)
     */
    record SharingView(
            UUID disclosureId,
            List<String> categories,
            @Nullable List<String> masked,
            @Nullable UUID counterpartDisclosureId) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "May this data leave? Recorded before it does; with echoOf: it has left")
    public Response decide(@NotNull @Valid SharingRequest request) {
        SharingCommand command = request.command();
        if (command.echoOf() != null) {
            return confirm(command);
        }
        return switch (service.decide(command)) {
            case SharingVerdict.Refused refused -> refuse(command, refused.refusal());
            case SharingVerdict.Permitted permitted ->
                command.needsTwoPersons()
                        ? approvals.request(
                                Act.KIND,
                                command,
                                command.kind() + " on ground " + command.ground() + " to " + command.recipient(),
                                command.subjectId())
                        : act.record(command, permitted, caller.id(), null);
        };
    }

    private Response confirm(SharingCommand command) {
        return switch (confirmations.confirm(command, caller.id())) {
            case Confirmations.Outcome.Confirmed confirmed ->
                created(new SharingView(confirmed.disclosureId(), command.categories(), null, null));
            case Confirmations.Outcome.Unrecorded unrecorded -> ProblemResponses.of(unrecorded.refusal());
        };
    }

    /** A refusal is recorded and committed; what is not even valid is only answered. */
    private Response refuse(SharingCommand command, Refusal refusal) {
        if (refusal.code().status() == 422) {
            throw refusal.asException();
        }
        service.refused(command, refusal.code().name(), caller.id());
        return ProblemResponses.of(refusal);
    }

    private static Response created(SharingView view) {
        return Response.status(Response.Status.CREATED).entity(view).build();
    }

    /** The second reviewer's yes; everything is looked at again. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "SHARING";

        private final SharingService service;
        private final Policies policies;
        private final ObjectMapper json;

        Act(SharingService service, Policies policies, ObjectMapper json) {
            this.service = service;
            this.policies = policies;
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
                case SharingVerdict.Refused refused -> throw refusedNow(approval, command, refused.refusal());
                case SharingVerdict.Permitted permitted ->
                    record(command, permitted, approval.requestedBy(), approval.decidedBy());
            };
        }

        /** The approval waits on, and so is rolled back; that it was refused stays on record all the same (R-3.3-3). */
        private RuntimeException refusedNow(Approval approval, SharingCommand command, Refusal refusal) {
            QuarkusTransaction.requiringNew()
                    .run(() -> service.refused(command, refusal.code().name(), String.valueOf(approval.decidedBy())));
            return refusal.asException();
        }

        @Override
        public void rejected(Approval approval) {
            SharingCommand command = json.convertValue(approval.payload(), SharingCommand.class);
            service.refused(command, ProblemCode.SHARING_NOT_PERMITTED.name(), String.valueOf(approval.decidedBy()));
        }

        Response record(
                SharingCommand command,
                SharingVerdict.Permitted permitted,
                String decidedBy,
                @Nullable String secondPerson) {
            UUID id = service.record(command, permitted, decidedBy, secondPerson);
            UUID other = command.counterpart() == null
                    ? null
                    : service.record(
                            command.about(command.counterpart()),
                            new SharingVerdict.Permitted(permitted.categories(), null),
                            decidedBy,
                            secondPerson);
            return created(new SharingView(id, permitted.categories(), masked(command, permitted), other));
        }

        private @Nullable List<String> masked(SharingCommand command, SharingVerdict.Permitted permitted) {
            if (command.kind() != Kind.PUBLICATION || command.protection().contains(Protection.CLEAR_VALUE_NEEDED)) {
                return null;
            }
            return permitted.categories().stream()
                    .filter(name -> policies.catalogueInForce()
                            .category(name)
                            .filter(c -> c.mask() != null)
                            .isPresent())
                    .toList();
        }
    }
}
