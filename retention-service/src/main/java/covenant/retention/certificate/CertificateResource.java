package covenant.retention.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.platform.crypto.JwsSigner;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import covenant.retention.retentioncase.CaseStore;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Certificates as JSON, for people as HTML, or as a compact JWS; and the key that verifies them. */
@Path("/v1")
class CertificateResource {
    private static final MediaType JWT = new MediaType("application", "jwt");

    private final Certificates certificates;
    private final CaseStore cases;
    private final JwsSigner signer;
    private final ObjectMapper json;

    CertificateResource(Certificates certificates, CaseStore cases, JwsSigner signer, ObjectMapper json) {
        this.certificates = certificates;
        this.cases = cases;
        this.signer = signer;
        this.json = json;
    }

    @GET
    @Path("/retention-cases/{id}/certificate")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(
            summary = "What was erased, where, when, and who confirmed",
            description = "application/json (with sha256 and jws), text/html, or application/jwt for the JWS alone.")
    public Response certificate(@PathParam("id") UUID id, @Context HttpHeaders headers) throws JsonProcessingException {
        Certificate issued = certificates.newest(id).orElseThrow(() -> refusal(id));
        for (MediaType wanted : headers.getAcceptableMediaTypes()) {
            if (wanted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                break;
            }
            if (wanted.isCompatible(MediaType.TEXT_HTML_TYPE)) {
                CertificateDocument document = json.readValue(issued.document(), CertificateDocument.class);
                return Response.ok(CertificatePage.of(document, issued), "text/html; charset=utf-8")
                        .build();
            }
            if (wanted.isCompatible(JWT)) {
                return Response.ok(issued.jws(), JWT).build();
            }
        }
        ObjectNode document = (ObjectNode) json.readTree(issued.document());
        document.put("sha256", issued.sha256()).put("jws", issued.jws());
        return Response.ok(json.writeValueAsString(document), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("/keys")
    @PermitAll
    @Operation(summary = "The key that signs certificates, as a JWK Set (RFC 7517)")
    public Map<String, Object> keys() {
        return signer.keySet();
    }

    private RefusedException refusal(UUID id) {
        return cases.find(id).isPresent()
                ? new RefusedException(ProblemCode.STATE_CONFLICT, "The case is not completed yet.")
                : new RefusedException(ProblemCode.NOT_FOUND, "There is no such case.");
    }
}
