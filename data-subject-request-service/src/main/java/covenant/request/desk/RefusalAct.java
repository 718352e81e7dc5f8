package covenant.request.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.request.decision.ProposalStore;
import covenant.request.decision.Refusals;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refusals for bad faith or serious harm: only what a second person approved is sent (policy 5.2.2(4), (5)). */
@ApplicationScoped
class RefusalAct implements ApprovedAct {
    static final String KIND = "REQUEST_REFUSAL";

    private final Requests requests;
    private final ProposalStore proposals;
    private final Refusals refusals;
    private final FieldCipher cipher;
    private final ObjectMapper json;

    RefusalAct(Requests requests, ProposalStore proposals, Refusals refusals, FieldCipher cipher, ObjectMapper json) {
        this.requests = requests;
        this.proposals = proposals;
        this.refusals = refusals;
        this.cipher = cipher;
        this.json = json;
    }

    /** What the approval holds: where to read it, nothing of it. */
    record Proposal(UUID requestId, UUID proposalId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        Proposal proposal = read(approval);
        Request request = requests.lock(proposal.requestId());
        ProposalStore.Row row = proposals.find(proposal.proposalId()).orElseThrow();
        Request after = refusals.refuse(
                request,
                new Refusals.Decided(
                        row.ground(),
                        open(request, SealedFields.REASON, row.sealedReason())
                                .orElseThrow(() ->
                                        new RefusedException(ProblemCode.STATE_CONFLICT, "The person was erased.")),
                        open(request, SealedFields.EVIDENCE, row.sealedEvidence())
                                .orElse(null),
                        row.categories(),
                        row.secret(),
                        approval.requestedBy(),
                        approval.decidedBy()));
        return Response.ok(DecisionResource.DecidedView.of(
                        after, false, after.state().open()))
                .build();
    }

    private Optional<String> open(Request request, String field, byte @Nullable [] sealed) {
        return sealed == null
                ? Optional.empty()
                : cipher.decrypt(request.subjectId(), field, sealed).text();
    }

    private Proposal read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), Proposal.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("refusal proposal", e);
        }
    }
}
