package covenant.request.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.request.decision.Refusals;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refusals for bad faith or serious harm: only what a second person approved is sent (policy 5.2.2(4), (5)). */
@ApplicationScoped
class RefusalAct implements ApprovedAct {
    static final String KIND = "REQUEST_REFUSAL";

    private final Requests requests;
    private final Refusals refusals;
    private final FieldCipher cipher;
    private final ObjectMapper json;

    RefusalAct(Requests requests, Refusals refusals, FieldCipher cipher, ObjectMapper json) {
        this.requests = requests;
        this.refusals = refusals;
        this.cipher = cipher;
        this.json = json;
    }

    /** As it waits: reason and evidence encrypted under the person's key. */
    record Proposal(
            UUID requestId,
            RefusalGround ground,
            byte[] reason,
            byte @Nullable [] evidence,
            List<String> categories,
            boolean secrecy) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        Proposal proposal = read(approval);
        Request request = requests.lock(proposal.requestId());
        Request after = refusals.refuse(
                request,
                new Refusals.Decided(
                        proposal.ground(),
                        open(request, SealedFields.REASON, proposal.reason()),
                        proposal.evidence() == null
                                ? null
                                : open(request, SealedFields.EVIDENCE, proposal.evidence()),
                        proposal.categories(),
                        proposal.secrecy(),
                        approval.requestedBy(),
                        approval.decidedBy()));
        return Response.ok(DecisionResource.DecidedView.of(
                        after, false, after.state().open()))
                .build();
    }

    private String open(Request request, String field, byte[] sealed) {
        return cipher.decrypt(request.subjectId(), field, sealed)
                .text()
                .orElseThrow(() -> new RefusedException(ProblemCode.STATE_CONFLICT, "The person was erased."));
    }

    private Proposal read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), Proposal.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("refusal proposal", e);
        }
    }
}
