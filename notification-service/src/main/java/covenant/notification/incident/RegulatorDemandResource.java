package covenant.notification.incident;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** An authority demands that people are told; it overrides a waiver, also of an incident that was closed on it (R-4.1.3-6). */
@Path("/v1/incidents/{id}/regulator-demands")
class RegulatorDemandResource {
    private final BreachNotices notices;
    private final Regulators regulators;

    RegulatorDemandResource(BreachNotices notices, Regulators regulators) {
        this.notices = notices;
        this.regulators = regulators;
    }

    @POST
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(
            summary =
                    "An authority demands the notice: a waiver falls and the notice starts, or what it lacks is named")
    public Response demand(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.Demand request) {
        BreachNotices.Demanded demanded = notices.demanded(id);
        regulators.demanded(id, request);
        return Response.accepted(demanded).build();
    }
}
