package covenant.consent.held;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderAckEvent.AccessDelivered;
import covenant.contracts.HolderAckEvent.AccessOutcome;
import covenant.contracts.HolderOrderEvent.AccessOrdered;
import covenant.platform.crypto.PublicKeys;
import covenant.platform.crypto.SealedBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers orders for access: values leave sealed for the service that ordered only, bound to the order (policy 5.1.2). */
@ApplicationScoped
public class AccessAnswers {
    private static final String REQUESTS = "data-subject-request-service";

    private final HeldData held;
    private final SealedBox.Sender requests;
    private final ObjectMapper json;

    AccessAnswers(HeldData held, ObjectMapper json, PublicKeys keys) {
        this.held = held;
        this.requests = SealedBox.sender(keys, REQUESTS);
        this.json = json;
    }

    /** @throws covenant.platform.crypto.KeysUnavailableException while it cannot be read or sealed; the order is then taken again */
    public AccessDelivered give(AccessOrdered order, Instant now) {
        Map<String, List<JsonNode>> data = held.of(order.subjectId(), order.categories());
        boolean nothing = data.isEmpty();
        return new AccessDelivered(
                order.orderId(),
                order.holderId(),
                nothing ? AccessOutcome.NOTHING_HELD : AccessOutcome.DELIVERED,
                List.copyOf(data.keySet()),
                null,
                now,
                nothing ? null : requests.seal(order.orderId().toString(), write(data)));
    }

    private String write(Map<String, List<JsonNode>> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("held data");
        }
    }
}
