package covenant.platform.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files acts for the decision of a second person (R-4.1.2-2). */
@ApplicationScoped
public class Approvals {
    private final ApprovalStore store;
    private final Caller caller;
    private final CovenantClock clock;
    private final ObjectMapper json;

    Approvals(ApprovalStore store, Caller caller, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.caller = caller;
        this.clock = clock;
        this.json = json;
    }

    /**
     * Files the act; the answer is 202 {@code {approvalId, status: "AWAITING_APPROVAL"}}.
     *
     * @param payload any JSON-writable value; {@link ApprovedAct#carryOut} gets it back
     */
    @Transactional
    public Response request(String kind, Object payload, String summary, @Nullable String subjectId) {
        return request(kind, payload, summary, subjectId, Map.of());
    }

    /** As above, with further members in the answer. */
    @Transactional
    public Response request(
            String kind, Object payload, String summary, @Nullable String subjectId, Map<String, Object> more) {
        UUID id = file(kind, json.valueToTree(payload), summary, subjectId);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("approvalId", id);
        body.put("status", Approval.Status.AWAITING_APPROVAL);
        body.putAll(more);
        return Response.status(Response.Status.ACCEPTED).entity(body).build();
    }

    /** Files an act that may be asked for again and again: one that awaits approval already with the same payload is that act. */
    @Transactional
    public UUID fileOnce(String kind, Object payload, String summary) {
        JsonNode act = json.valueToTree(payload);
        return store.awaiting(kind, act).orElseGet(() -> file(kind, act, summary, null));
    }

    private UUID file(String kind, JsonNode payload, String summary, @Nullable String subjectId) {
        UUID id = Ids.next(clock.now());
        store.insert(new Approval(
                id,
                kind,
                payload,
                summary,
                subjectId,
                caller.id(),
                clock.now(),
                Approval.Status.AWAITING_APPROVAL,
                null,
                null,
                null));
        return id;
    }
}
