package covenant.request.desk;

import covenant.platform.crypto.FieldCipher;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.request.decision.ProposalStore;
import covenant.request.request.Request;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the second person reads before she agrees to a refusal; the approval's payload names the proposal. */
@Path("/v1/requests/{id}/refusal-proposals")
class ProposalResource {
    private final RequestStore requests;
    private final ProposalStore proposals;
    private final FieldCipher cipher;

    ProposalResource(RequestStore requests, ProposalStore proposals, FieldCipher cipher) {
        this.requests = requests;
        this.proposals = proposals;
        this.cipher = cipher;
    }

    record ProposalView(
            UUID id,
            Instant at,
            String proposedBy,
            String ground,
            List<String> categories,
            boolean secrecy,
            @Nullable String reason,
            @Nullable String evidence) {
        @Override
        public String toString() {
            return "ProposalView[" + id + "]";
        }
    }

    @GET
    @RolesAllowed(Roles.APPROVER)
    @RequiresMfa
    @Transactional
    @Operation(summary = "Refusals of this request that wait, or waited, for a second person")
    public List<ProposalView> list(@PathParam("id") UUID id) {
        Request request = requests.find(id).orElseThrow(Requests::unknown);
        return proposals.of(id).stream().map(row -> view(request, row)).toList();
    }

    private ProposalView view(Request request, ProposalStore.Row row) {
        return new ProposalView(
                row.id(),
                row.at(),
                row.proposedBy(),
                row.ground().name(),
                row.categories(),
                row.secret(),
                open(request, SealedFields.REASON, row.sealedReason()),
                open(request, SealedFields.EVIDENCE, row.sealedEvidence()));
    }

    private @Nullable String open(Request request, String field, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : cipher.decrypt(request.subjectId(), field, sealed).text().orElse(null);
    }
}
