package covenant.platform.approval;

import jakarta.ws.rs.core.Response;

/** One kind of act that needs two persons; a CDI bean per kind. */
public interface ApprovedAct {
    /** The kind under which {@link Approvals#request} filed it. */
    String kind();

    /**
     * Carries the act out, in the transaction of the approval. {@code approval.decidedBy()} is the second person. The
     * answer becomes the answer of the decision; a refusal leaves the approval waiting.
     */
    Response carryOut(Approval approval);

    /** What happens when the second person says no; nothing by default. */
    default void rejected(Approval approval) {}
}
