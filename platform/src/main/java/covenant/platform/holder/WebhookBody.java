package covenant.platform.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.EventTypes;
import covenant.contracts.HolderOrderEvent;

/** The body of an order's webhook: {@code {type, timestamp, data}}, where data is the order's event. */
final class WebhookBody {
    private WebhookBody() {}

    /** A recipient that shares a reference with us gets that and no subjectId (R-5.2-7). */
    static byte[] of(HolderOrder order, ObjectMapper json) {
        HolderOrderEvent event = OrderEvents.of(order);
        ObjectNode data = json.valueToTree(event);
        if (!order.namesSubject()) {
            data.remove("subjectId");
            data.remove("accountId");
        }
        ObjectNode body = json.createObjectNode();
        body.put("type", EventTypes.of(event.getClass()).ceType());
        body.put("timestamp", order.placedAt().toString());
        body.set("data", data);
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("webhook body", e);
        }
    }
}
