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

/** Reports to authorities (R-4.1.3-8). A closed incident takes them too: the final one comes last. */
@Path("/v1/incidents/{id}/regulator-reports")
class RegulatorReportResource {
    private final Incidents incidents;
    private final Regulators regulators;

    RegulatorReportResource(Incidents incidents, Regulators regulators) {
        this.incidents = incidents;
        this.regulators = regulators;
    }

    @POST
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Record that an authority was told: first report, supplement or final report")
    public Response submit(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.NewReport request) {
        return Response.status(Response.Status.CREATED)
                .entity(regulators.submit(incidents.lock(id), request))
                .build();
    }
}
