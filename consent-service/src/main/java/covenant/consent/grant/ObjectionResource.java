package covenant.consent.grant;

import covenant.consent.policy.Policies;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.ProcessingStopRequired;
import covenant.contracts.ConsentEvent.StopCause;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A person's no to the use of published data; it wins over exceptions 1.3.5 and 1.3.6. */
@Path("/v1/subjects/{id}/objections")
class ObjectionResource {
    private final Objections objections;
    private final SubjectStore subjects;
    private final Policies policies;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    ObjectionResource(
            Objections objections,
            SubjectStore subjects,
            Policies policies,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.objections = objections;
        this.subjects = subjects;
        this.policies = policies;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    record ObjectionRequest(@NotEmpty @Size(max = 100) List<@NotBlank @Size(max = 80) String> purposes) {}

    record ObjectionView(String subjectId, List<String> purposes, Instant objectedAt) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Object to the use of published data for these purposes, or for all (\"*\")")
    public Response object(@PathParam("id") String id, @NotNull @Valid ObjectionRequest request) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        if (request.purposes().stream().anyMatch(p -> !p.equals("*") && !policies.knowsPurpose(p))) {
            throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
        }
        SubjectState state = subjects.lock(subjectId);
        Instant now = clock.now();
        objections.add(state.subjectId(), request.purposes(), now);
        outbox.append(EventDraft.about(
                subjectId,
                subjectId,
                new ProcessingStopRequired(request.purposes(), List.of(), StopCause.OBJECTION, null, null, now)));
        return Response.status(Response.Status.CREATED)
                .entity(new ObjectionView(subjectId, request.purposes(), now))
                .build();
    }
}
