package covenant.request.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.platform.time.CovenantClock;
import covenant.request.request.Request;
import covenant.request.request.RequestDetails;
import covenant.request.request.RequestStore;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What comes after the answer left: the person is written to again, and what is shown follows. Needs a transaction. */
@ApplicationScoped
public class FollowUps {
    private final Answers answers;
    private final RequestStore store;
    private final Timeline timeline;
    private final CovenantClock clock;
    private final ObjectMapper json;

    FollowUps(Answers answers, RequestStore store, Timeline timeline, CovenantClock clock, ObjectMapper json) {
        this.answers = answers;
        this.store = store;
        this.timeline = timeline;
        this.clock = clock;
        this.json = json;
    }

    /** @param changed takes the place of the same fields in what was told before */
    public void send(Request request, String occasion, Map<String, ?> changed, String text) {
        ObjectNode result = remembered(request);
        result.setAll((ObjectNode) json.valueToTree(changed));
        store.remember(request.id(), RequestStore.Fact.RESULT, result.toString());
        timeline.note(request.id(), "FollowUpSent", "SYSTEM:answer", clock.now(), Map.of("occasion", occasion));
        answers.write(request, "follow-up-" + occasion, text);
    }

    /** Whether more was erased than the person was told. */
    public boolean moreErased(Request request, List<String> erased) {
        List<String> told = StreamSupport.stream(
                        remembered(request).path("erased").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return !told.containsAll(erased);
    }

    private ObjectNode remembered(Request request) {
        String stored = Optional.of(request.id())
                .flatMap(store::details)
                .map(RequestDetails::result)
                .orElse("{}");
        try {
            return (ObjectNode) json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result", e);
        }
    }
}
