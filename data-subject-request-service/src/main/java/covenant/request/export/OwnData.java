package covenant.request.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.masking.MaskingRule;
import covenant.request.request.Request;
import covenant.request.request.RequestStore;
import covenant.request.request.SealedFields;
import covenant.request.verification.VerificationStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;

/** What this service itself holds of a person: proofs of identity and what she wrote. It is a data holder like others. */
@ApplicationScoped
class OwnData {
    static final String HOLDER_ID = "data-subject-request-service";
    private static final String PROOF = "identity.document_photo";
    private static final String CONTENT = "service.complaint_content";

    private final VerificationStore proofs;
    private final RequestStore requests;
    private final FieldCipher cipher;
    private final ObjectMapper json;

    OwnData(VerificationStore proofs, RequestStore requests, FieldCipher cipher, ObjectMapper json) {
        this.proofs = proofs;
        this.requests = requests;
        this.cipher = cipher;
        this.json = json;
    }

    /** By category; categories that were not asked for, or of which nothing is held, are not in it. */
    ObjectNode of(Request request) {
        ObjectNode held = json.createObjectNode();
        if (request.type() == RequestType.PORTABILITY) {
            return held;
        }
        ArrayNode proven = json.createArrayNode();
        proofs.of(request.subjectId())
                .forEach(p -> proven.addObject()
                        .put("kind", p.kind())
                        .put("outcome", p.outcome())
                        .put("checkedAt", p.checkedAt().toString())
                        .put(
                                "evidence",
                                open(request, SealedFields.PROOF, p.sealed()).orElse(null)));
        ArrayNode written = json.createArrayNode();
        requests.contents(request.subjectId())
                .forEach(c -> written.addObject()
                        .put("request", c.requestId().toString())
                        .put("receivedAt", c.receivedAt().toString())
                        .put(
                                "content",
                                open(request, SealedFields.CONTENT, c.sealed()).orElse(null)));
        add(held, request, PROOF, proven);
        add(held, request, CONTENT, written);
        return held;
    }

    /** As one more system's part of the package. */
    PackageContent.Source source(ObjectNode held, Map<String, MaskingRule> masks) {
        return new PackageContent.Source(HOLDER_ID, HOLDER_ID, masks, () -> new ByteArrayInputStream(bytes(held)));
    }

    private static void add(ObjectNode held, Request request, String category, ArrayNode items) {
        boolean asked = request.categories().isEmpty() || request.categories().contains(category);
        if (asked && !items.isEmpty() && !request.refused().contains(category)) {
            held.set(category, items);
        }
    }

    private Optional<String> open(Request request, String field, byte[] sealed) {
        return cipher.decrypt(request.subjectId(), field, sealed).text();
    }

    private byte[] bytes(ObjectNode held) {
        try {
            return json.writeValueAsBytes(held);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own data", e);
        }
    }
}
