package covenant.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads delivery receipts in the format of the channel's provider: one, or an array of up to {@value #MOST}. */
@ApplicationScoped
public class Receipts {
    private static final int MOST = 1_000;

    private final Senders senders;
    private final ObjectMapper json;

    Receipts(Senders senders, ObjectMapper json) {
        this.senders = senders;
        this.json = json;
    }

    /**
     * What became of one message.
     *
     * @param id the delivery's id, where the provider gives it back
     * @param reference the provider's own id, where not
     * @param code the provider's word for a failure
     */
    public record Receipt(
            @Nullable UUID id,
            @Nullable String reference,
            boolean delivered,
            @Nullable String code) {}

    /** Empty if anything in it cannot be understood. */
    public Optional<List<Receipt>> read(Channel channel, String body) {
        Optional<GatewayProfile> profile = senders.profile(channel);
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode root = json.readTree(body);
            List<Receipt> receipts = new ArrayList<>();
            if (root == null || (root.isArray() && (root.isEmpty() || root.size() > MOST))) {
                return Optional.empty();
            }
            for (JsonNode item : root.isArray() ? root : List.of(root)) {
                Optional<Receipt> receipt = one(profile.get(), item);
                if (receipt.isEmpty()) {
                    return Optional.empty();
                }
                receipts.add(receipt.get());
            }
            return Optional.of(receipts);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What the provider wants to hear in return; empty: nothing. */
    public Optional<String> answer(Channel channel) {
        return senders.profile(channel).flatMap(p -> p.find("receipt.answer"));
    }

    private static Optional<Receipt> one(GatewayProfile profile, JsonNode item) {
        String status = text(profile, "receipt.status", item);
        String reference = text(profile, "receipt.reference", item);
        UUID id = uuid(text(profile, "receipt.id", item));
        boolean delivered = profile.list("receipt.delivered").contains(status == null ? "" : status);
        boolean failed = profile.list("receipt.failed").contains(status == null ? "" : status);
        return (id == null && reference == null) || delivered == failed
                ? Optional.empty()
                : Optional.of(new Receipt(id, reference, delivered, text(profile, "receipt.code", item)));
    }

    private static @Nullable String text(GatewayProfile profile, String entry, JsonNode item) {
        return profile.find(entry)
                .map(item::at)
                .filter(n -> n.isValueNode() && !n.isNull() && n.asText().length() <= 200)
                .map(JsonNode::asText)
                .orElse(null);
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        return text != null && text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? UUID.fromString(text)
                : null;
    }
}
