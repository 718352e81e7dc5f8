package covenant.notification.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.ReceiptSignatures;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Providers tell what became of a message: {@code {id, status: "DELIVERED"|"FAILED", code?}}, signed as messages to them are. A second receipt
 * changes nothing; one for a message of another channel, or of nobody, is 404.
 */
@Path("/v1/delivery-receipts/{channel}")
class DeliveryReceiptResource {
    private final DeliveryStore deliveries;
    private final NoticeLedger ledger;
    private final ReceiptSignatures signatures;
    private final ObjectMapper json;

    DeliveryReceiptResource(
            DeliveryStore deliveries, NoticeLedger ledger, ReceiptSignatures signatures, ObjectMapper json) {
        this.deliveries = deliveries;
        this.ledger = ledger;
        this.signatures = signatures;
        this.json = json;
    }

    enum ReceiptStatus {
        DELIVERED,
        FAILED
    }

    /** @param code the provider's word for the failure */
    record Receipt(UUID id, ReceiptStatus status, @Nullable String code) {}

    @POST
    @AnswersAfresh
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(summary = "A provider's signed delivery receipt")
    public void receipt(
            @PathParam("channel") Channel channel,
            @HeaderParam("X-Covenant-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Covenant-Signature") @Nullable String signature,
            String body) {
        if (!signatures.valid(channel, timestamp, signature, body)) {
            throw new RefusedException(ProblemCode.UNAUTHENTICATED, "The receipt is not signed by the provider.");
        }
        Receipt receipt = parse(body);
        Delivery delivery = deliveries
                .find(receipt.id())
                .filter(d -> d.channel() == channel)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such message."));
        switch (receipt.status()) {
            case DELIVERED -> ledger.delivered(delivery);
            case FAILED -> ledger.failed(delivery, code(receipt.code()));
        }
    }

    private Receipt parse(String body) {
        try {
            Receipt receipt = json.readValue(body, Receipt.class);
            if (receipt != null && receipt.id() != null && receipt.status() != null) {
                return receipt;
            }
        } catch (JsonProcessingException e) {
            throw new RefusedException(ProblemCode.MALFORMED_REQUEST, "The receipt cannot be read.");
        }
        throw new RefusedException(ProblemCode.MALFORMED_REQUEST, "The receipt names no message or no status.");
    }

    /** A provider's word could be anything: only what looks like a code is kept. */
    private static String code(@Nullable String given) {
        return given != null && given.matches("[A-Z][A-Z0-9_]{0,40}") ? "PROVIDER_" + given : "PROVIDER_FAILED";
    }
}
