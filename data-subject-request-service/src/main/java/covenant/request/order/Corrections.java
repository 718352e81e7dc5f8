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

/** Shows a holder the right values of its order, and only those of its categories. */
@ApplicationScoped
class Corrections implements OrderDetails {
    private final RequestStore requests;
    private final FieldCipher cipher;
    private final ObjectMapper json;

    Corrections(RequestStore requests, FieldCipher cipher, ObjectMapper json) {
        this.requests = requests;
        this.cipher = cipher;
        this.json = json;
    }

    @Override
    public List<OrderCorrection> corrections(HolderOrder order) {
        return requests
                .details(order.ownerId())
                .filter(d -> d.sealedCorrections() != null)
                .flatMap(d -> cipher.decrypt(
                                d.request().subjectId(),
                                SealedFields.CORRECTIONS,
                                java.util.Objects.requireNonNull(d.sealedCorrections()))
                        .text())
                .map(this::read)
                .orElse(List.of())
                .stream()
                .filter(correction -> order.categories().contains(correction.category()))
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
