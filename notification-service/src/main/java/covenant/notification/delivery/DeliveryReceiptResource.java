package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.ReceiptSignatures;
import covenant.notification.channel.Receipts;
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
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Providers tell what became of messages, in the format of their profile (ours: {@code {id, status: "DELIVERED"|"FAILED", code?}}), signed
 * as messages to them are. A second receipt changes nothing; one for a message of another channel, or of nobody, is 404.
 */
@Path("/v1/delivery-receipts/{channel}")
class DeliveryReceiptResource {
    private final DeliveryStore deliveries;
    private final NoticeLedger ledger;
    private final ReceiptSignatures signatures;
    private final Receipts receipts;

    DeliveryReceiptResource(
            DeliveryStore deliveries, NoticeLedger ledger, ReceiptSignatures signatures, Receipts receipts) {
        this.deliveries = deliveries;
        this.ledger = ledger;
        this.signatures = signatures;
        this.receipts = receipts;
    }

    @POST
    @AnswersAfresh
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    @Operation(summary = "A provider's signed delivery receipt")
    public Response receipt(
            @PathParam("channel") Channel channel,
            @HeaderParam("X-Covenant-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Covenant-Signature") @Nullable String signature,
            String body) {
        if (!signatures.valid(channel, timestamp, signature, body)) {
            throw new RefusedException(ProblemCode.UNAUTHENTICATED, "The receipt is not signed by the provider.");
        }
        List<Receipts.Receipt> given = receipts.read(channel, body)
                .orElseThrow(() -> new RefusedException(ProblemCode.MALFORMED_REQUEST, "The receipt cannot be read."));
        long known = given.stream().filter(receipt -> record(channel, receipt)).count();
        if (known == 0) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such message.");
        }
        return receipts.answer(channel)
                .map(words -> Response.ok(words, MediaType.APPLICATION_JSON).build())
                .orElseGet(() -> Response.noContent().build());
    }

    /** False if no message of this channel is meant. */
    private boolean record(Channel channel, Receipts.Receipt receipt) {
        UUID id = receipt.id();
        String reference = receipt.reference();
        Optional<Delivery> delivery = id != null
                ? deliveries.find(id).filter(d -> d.channel() == channel)
                : deliveries.findByReference(channel, reference == null ? "" : reference);
        delivery.ifPresent(d -> {
            if (receipt.delivered()) {
                ledger.delivered(d);
            } else {
                ledger.failed(d, code(receipt.code()));
            }
        });
        return delivery.isPresent();
    }

    /** A provider's word could be anything: only what looks like a code is kept. */
    private static String code(@Nullable String given) {
        return given != null && given.matches("[A-Za-z0-9][A-Za-z0-9_.:-]{0,40}")
                ? "PROVIDER_" + given
                : "PROVIDER_FAILED";
    }
}
