package covenant.audit.query;

import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Nobody changes what was logged: every attempt is answered 409 {@code AUDIT_IMMUTABLE}, whoever asks, and logged itself. */
@Path("/v1/entries")
@Consumes(MediaType.WILDCARD)
@Authenticated
public class ImmutableEntriesResource {

    private static final String ONE = "/{index:.+}";

    @PUT
    @Operation(hidden = true)
    public void putAll() {
        throw refused();
    }

    @PATCH
    @Operation(hidden = true)
    public void patchAll() {
        throw refused();
    }

    @DELETE
    @Operation(hidden = true)
    public void deleteAll() {
        throw refused();
    }

    @PUT
    @Path(ONE)
    @Operation(hidden = true)
    public void put() {
        throw refused();
    }

    @PATCH
    @Path(ONE)
    @Operation(hidden = true)
    public void patch() {
        throw refused();
    }

    @POST
    @AnswersAfresh
    @Path(ONE)
    @Operation(hidden = true)
    public void post() {
        throw refused();
    }

    @DELETE
    @Path(ONE)
    @Operation(hidden = true)
    public void delete() {
        throw refused();
    }

    private static RefusedException refused() {
        return new RefusedException(
                ProblemCode.AUDIT_IMMUTABLE, "Entries of the audit log are never changed or removed.");
    }
}
