package covenant.notification.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.campaign.Campaigns;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import covenant.platform.web.BodyLimit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whom an incident concerns. */
@Path("/v1/incidents/{id}/affected-subjects")
class AffectedSubjectsResource {
    private static final long UPLOAD_LIMIT = 2L * 1024 * 1024 * 1024;

    private final Incidents incidents;
    private final IncidentStore store;
    private final AffectedSubjects affected;
    private final Campaigns campaigns;
    private final ObjectMapper json;

    AffectedSubjectsResource(
            Incidents incidents,
            IncidentStore store,
            AffectedSubjects affected,
            Campaigns campaigns,
            ObjectMapper json) {
        this.incidents = incidents;
        this.store = store;
        this.affected = affected;
        this.campaigns = campaigns;
        this.json = json;
    }

    /** Adds; sending the same list again changes nothing. Each batch commits, so a broken upload is simply sent again. */
    @PUT
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Consumes("application/x-ndjson")
    @BodyLimit(UPLOAD_LIMIT)
    @Operation(summary = "Stream the affected persons, one {\"subjectId\": …} per line")
    public AffectedSubjectsUpload.Result affected(@PathParam("id") UUID id, InputStream body) throws IOException {
        requireListable(store.find(id).orElseThrow(Incidents::unknown));
        AffectedSubjectsUpload.Result result = new AffectedSubjectsUpload(
                        json, batch -> QuarkusTransaction.requiringNew().call(() -> affected.add(id, batch)))
                .read(body);
        QuarkusTransaction.requiringNew().run(() -> {
            Incident incident = incidents.affectedChanged(id);
            UUID campaignId = incident.campaignId();
            if (incident.state() == State.NOTIFYING && campaignId != null) {
                campaigns.audienceGrew(campaignId);
            }
        });
        return result;
    }

    private static void requireListable(Incident incident) {
        if (incident.state() == State.NOTIFIED || incident.state() == State.CLOSED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Everyone listed was told; nobody can be added.");
        }
    }
}
