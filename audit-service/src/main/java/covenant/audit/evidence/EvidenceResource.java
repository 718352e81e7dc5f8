package covenant.audit.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.log.NoteSigner;
import covenant.audit.query.QueryRecord;
import covenant.contracts.SubjectId;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The evidence on a person, for a regulator or a court: can be verified without this service. */
@Path("/v1/subjects/{id}/evidence")
public class EvidenceResource {

    private final EvidenceStore store;
    private final Pseudonyms pseudonyms;
    private final NoteSigner signer;
    private final QueryRecord record;
    private final ObjectMapper json;

    EvidenceResource(
            EvidenceStore store, Pseudonyms pseudonyms, NoteSigner signer, QueryRecord record, ObjectMapper json) {
        this.store = store;
        this.pseudonyms = pseudonyms;
        this.signer = signer;
        this.record = record;
        this.json = json;
    }

    /** ZIP of all entries on the person with proofs, checkpoint, key and how to verify them. */
    @GET
    @Produces("application/zip")
    @RolesAllowed(Roles.COMPLIANCE_AUDITOR)
    @RequiresMfa
    @Operation(summary = "Everything logged on a person, with proofs, as a ZIP that verifies offline")
    public Response evidence(@PathParam("id") String subjectId) {
        EvidenceStore.Head head = store.head().orElseThrow(EvidenceResource::notFound);
        if (SubjectId.check(subjectId).isPresent()) {
            throw notFound();
        }
        record.write("/v1/subjects/{id}/evidence", subjectId);
        String subject = pseudonyms.ofSubject(subjectId);
        StreamingOutput zip = out -> new EvidenceZip(store, signer, json).write(subject, head, out);
        return Response.ok(zip)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\"")
                .build();
    }

    private static RefusedException notFound() {
        return new RefusedException(ProblemCode.NOT_FOUND, "The log has nothing of that name.");
    }
}
