package covenant.request.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.DsrEvent;
import covenant.contracts.EventTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What happened to a request, in order, for those who may see it. Nothing personal, and no ground that is secret. */
@ApplicationScoped
public class Timeline {
    private static final List<String> SHOWN_ELSEWHERE = List.of("requestId", "type");

    private final Jdbi jdbi;
    private final ObjectMapper json;

    Timeline(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** @param actor kind and pseudonymous id of who did it */
    public record Entry(Instant at, String event, String actor, JsonNode details) {}

    void add(UUID requestId, DsrEvent event, String actor, Instant at) {
        ObjectNode details = json.valueToTree(event);
        details.remove(SHOWN_ELSEWHERE);
        add(requestId, EventTypes.of(event.getClass()).name(), actor, at, details);
    }

    /** What was told about a request. */
    record Told(UUID requestId, DsrEvent event) {}

    /** Many lines in one round trip. */
    void addAll(List<Told> told, String actor, Instant at) {
        if (told.isEmpty()) {
            return;
        }
        jdbi.useHandle(h -> {
            PreparedBatch batch = h.prepareBatch("insert into request_timeline (request_id, at, event, actor, details)"
                    + " values (:id, :at, :event, :actor, cast(:details as jsonb))");
            for (Told one : told) {
                ObjectNode details = json.valueToTree(one.event());
                details.remove(SHOWN_ELSEWHERE);
                batch.bind("id", one.requestId())
                        .bind("at", at)
                        .bind("event", EventTypes.of(one.event().getClass()).name())
                        .bind("actor", actor)
                        .bind("details", details.toString())
                        .add();
            }
            batch.execute();
        });
    }

    /** Something that is no event of a request but belongs to its story. */
    public void note(UUID requestId, String event, String actor, Instant at, Map<String, ?> details) {
        add(requestId, event, actor, at, json.valueToTree(details));
    }

    private void add(UUID requestId, String event, String actor, Instant at, JsonNode details) {
        jdbi.useHandle(h -> h.createUpdate("insert into request_timeline (request_id, at, event, actor, details)"
                        + " values (:id, :at, :event, :actor, cast(:details as jsonb))")
                .bind("id", requestId)
                .bind("at", at)
                .bind("event", event)
                .bind("actor", actor)
                .bind("details", details.toString())
                .execute());
    }

    public List<Entry> of(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery("select at, event, actor, details::text as details"
                        + " from request_timeline where request_id = :id order by seq")
                .bind("id", requestId)
                .map((row, context) -> new Entry(
                        row.getTimestamp("at").toInstant(),
                        row.getString("event"),
                        row.getString("actor"),
                        tree(row.getString("details"))))
                .list());
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("timeline details", e);
        }
    }
}
