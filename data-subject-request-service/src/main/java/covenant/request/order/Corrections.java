package covenant.request.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderCorrection;
import covenant.platform.holder.OrderDetails;
import covenant.request.request.RequestStore;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows a holder the right values of its order, and only those of its categories. */
@ApplicationScoped
public class Corrections implements OrderDetails {
    private final RequestStore requests;
    private final FieldCipher cipher;
    private final SealedMail mail;
    private final ObjectMapper json;

    Corrections(RequestStore requests, FieldCipher cipher, SealedMail mail, ObjectMapper json) {
        this.requests = requests;
        this.cipher = cipher;
        this.mail = mail;
        this.json = json;
    }

    @Override
    public List<OrderCorrection> corrections(HolderOrder order) {
        return of(order.ownerId(), order.categories());
    }

    /** The right values of these categories, sealed for the notification-service; empty if there are none. */
    public Optional<String> sealedFor(UUID requestId, List<String> categories) {
        List<OrderCorrection> values = of(requestId, categories);
        try {
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(mail.sealCorrections(requestId, json.writeValueAsString(values)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("corrections", e);
        }
    }

    private List<OrderCorrection> of(UUID requestId, List<String> categories) {
        return requests
                .details(requestId)
                .filter(d -> d.sealedCorrections() != null)
                .flatMap(d -> cipher.decrypt(
                                d.request().subjectId(),
                                SealedFields.CORRECTIONS,
                                java.util.Objects.requireNonNull(d.sealedCorrections()))
                        .text())
                .map(this::read)
                .orElse(List.of())
                .stream()
                .filter(correction -> categories.contains(correction.category()))
                .toList();
    }

    private List<OrderCorrection> read(String text) {
        try {
            return json.readValue(text, new TypeReference<List<OrderCorrection>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("corrections", e);
        }
    }
}
