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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Whom an incident concerns. */
@Path("/v1/incidents/{id}/affected-subjects")
class AffectedSubjectsResource {
    private static final String NDJSON = "application/x-ndjson";
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
    @Consumes(MediaType.WILDCARD)
    @RequestBody(content = @Content(mediaType = NDJSON))
    @BodyLimit(UPLOAD_LIMIT)
    @Operation(summary = "Stream the affected persons, one {\"subjectId\": …} per line")
    public AffectedSubjectsUpload.Result affected(
            @PathParam("id") UUID id,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        requireLines(contentType);
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

    /** Judged here and not by the framework, which would do so before it asks who is calling. */
    private static void requireLines(@Nullable String contentType) {
        if (contentType == null || !MediaType.valueOf(contentType).isCompatible(MediaType.valueOf(NDJSON))) {
            throw new NotSupportedException();
        }
    }

    private static void requireListable(Incident incident) {
        if (incident.state() == State.NOTIFIED || incident.state() == State.CLOSED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Everyone listed was told; nobody can be added.");
        }
    }
}
