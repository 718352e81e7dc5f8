package covenant.notification.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderAckEvent.AccessDelivered;
import covenant.contracts.HolderAckEvent.AccessOutcome;
import covenant.contracts.HolderAckEvent.CorrectionApplied;
import covenant.contracts.HolderAckEvent.OrderRejected;
import covenant.contracts.HolderOrderEvent.AccessOrdered;
import covenant.contracts.HolderOrderEvent.CorrectionOrdered;
import covenant.notification.contact.ContactHolder;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.PublicKeys;
import covenant.platform.crypto.SealedBox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a person's request for access or correction means here. Values leave sealed for the service that ordered only. */
@ApplicationScoped
class RightsOrders {
    private static final String REQUESTS = "data-subject-request-service";

    private final ContactHolder contacts;
    private final SealedBox.Receiver receiver;
    private final SealedBox.Sender requests;
    private final CovenantClock clock;
    private final ObjectMapper json;

    RightsOrders(
            ContactHolder contacts,
            SealedBox.Receiver receiver,
            CovenantClock clock,
            ObjectMapper json,
            PublicKeys keys) {
        this.contacts = contacts;
        this.receiver = receiver;
        this.requests = SealedBox.sender(keys, REQUESTS);
        this.clock = clock;
        this.json = json;
    }

    HolderAckEvent give(AccessOrdered order) {
        Map<String, List<String>> held = contacts.held(order.subjectId(), order.categories());
        boolean nothing = held.isEmpty();
        return new AccessDelivered(
                order.orderId(),
                HolderOrderEventsConsumer.HOLDER,
                nothing ? AccessOutcome.NOTHING_HELD : AccessOutcome.DELIVERED,
                List.copyOf(held.keySet()),
                null,
                clock.now(),
                nothing ? null : requests.seal(order.orderId().toString(), write(held)));
    }

    /** Without values, or with ones that are no contact points, nothing is changed and the order is refused. */
    HolderAckEvent correct(CorrectionOrdered order) {
        Map<String, String> right;
        try {
            right = order.sealedCorrections() == null
                    ? Map.of()
                    : read(new String(
                            receiver.open("correction/" + order.requestId(), order.sealedCorrections()),
                            StandardCharsets.UTF_8));
        } catch (CiphertextException e) {
            return new OrderRejected(order.orderId(), HolderOrderEventsConsumer.HOLDER, "UNREADABLE", null);
        }
        if (right.isEmpty() || !contacts.correct(order.subjectId(), right)) {
            return new OrderRejected(order.orderId(), HolderOrderEventsConsumer.HOLDER, "NO_CONTACT_POINT", null);
        }
        return new CorrectionApplied(
                order.orderId(), HolderOrderEventsConsumer.HOLDER, order.categories(), clock.now());
    }

    private Map<String, String> read(String text) {
        try {
            Map<String, String> right = new LinkedHashMap<>();
            for (JsonNode one : json.readTree(text)) {
                right.put(one.path("category").asText(), one.path("value").asText());
            }
            return right;
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("contact points", e);
        }
    }
}
