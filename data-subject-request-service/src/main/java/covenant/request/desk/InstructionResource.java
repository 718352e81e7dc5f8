package covenant.request.desk;

import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import covenant.request.decision.Instructions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A person arranges who may ask for her data after her death (PIPL art. 49). */
@Path("/v1/subjects/{id}/posthumous-instruction")
class InstructionResource {
    private final Instructions instructions;
    private final Caller caller;
    private final CovenantClock clock;

    InstructionResource(Instructions instructions, Caller caller, CovenantClock clock) {
        this.instructions = instructions;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param relativesMay false: no relative is given, corrects or erases anything */
    record InstructionBody(@NotNull Boolean relativesMay) {}

    @PUT
    @RolesAllowed({Roles.SUBJECT, Roles.PRIVACY_OPERATOR})
    @Transactional
    @Operation(summary = "Record whether close relatives may exercise rights after death; needs a second factor")
    public Response record(@PathParam("id") String subjectId, @NotNull @Valid InstructionBody body) {
        caller.requireOwn(Subjects.requireSubjectId(subjectId));
        caller.requireMfa();
        instructions.record(subjectId, body.relativesMay(), caller.actor().header(), clock.now());
        return Response.noContent().build();
    }
}
