package covenant.request.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderDataSink;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.request.blob.Blobs;
import covenant.request.request.SealedFields;
import covenant.request.view.DataViewStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes the data of access orders and keeps it encrypted under the person's key. Only what was ordered is taken: a
 * category that was not asked for is refused.
 */
@ApplicationScoped
class DataIntake implements OrderDataSink {
    private static final TypeReference<Map<String, List<JsonNode>>> DATA = new TypeReference<>() {};

    private final Blobs blobs;
    private final DeliveryStore deliveries;
    private final DataViewStore views;
    private final SealedMail mail;
    private final FieldCipher cipher;
    private final CovenantClock clock;
    private final ObjectMapper json;

    DataIntake(
            Blobs blobs,
            DeliveryStore deliveries,
            DataViewStore views,
            SealedMail mail,
            FieldCipher cipher,
            CovenantClock clock,
            ObjectMapper json) {
        this.blobs = blobs;
        this.deliveries = deliveries;
        this.views = views;
        this.mail = mail;
        this.cipher = cipher;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void take(HolderOrder order, Map<String, List<JsonNode>> data) {
        String digest = OrderedData.of(order).digest(data);
        try {
            Blobs.Writing writing = blobs.write(order.subjectId(), SealedFields.DELIVERY);
            try (var out = writing.out()) {
                json.writeValue(out, data);
            }
            record(order, writing.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        handedIn(order, digest);
    }

    private void handedIn(HolderOrder order, String digest) {
        deliveries.handedIn(
                order.id(), order.subjectId(), cipher.encrypt(order.subjectId(), SealedFields.DIGEST, digest));
    }

    @Override
    public boolean isWhatWasTaken(HolderOrder order, Map<String, List<JsonNode>> data) {
        return wasTaken(order, OrderedData.of(order).digest(data));
    }

    @Override
    public boolean isWhatWasTaken(HolderOrder order, InputStream json) throws IOException {
        return wasTaken(order, OrderedData.of(order).digest(json));
    }

    @Override
    public boolean isWhatWasTaken(HolderOrder order, String reference) {
        return wasTaken(order, Stored.parse(reference).digest());
    }

    private boolean wasTaken(HolderOrder order, String digest) {
        return deliveries
                .handedIn(order.id())
                .flatMap(stored -> cipher.decrypt(order.subjectId(), SealedFields.DIGEST, stored)
                        .text())
                .map(digest::equals)
                .orElse(true);
    }

    @Override
    public void takeSealed(HolderOrder order, String sealed) {
        try {
            take(order, json.readValue(mail.openDelivery(order.id(), sealed), DATA));
        } catch (CiphertextException | JsonProcessingException | RefusedException e) {
            throw new EventRejectedException(
                    DeadLetterReason.NOT_APPLICABLE, "the sealed data cannot be read, or is of another category");
        }
    }

    /** @param digest of the content: it travels in memory only */
    private record Stored(UUID blob, String digest) {
        static Stored parse(String reference) {
            String[] parts = reference.split(" ", 2);
            return new Stored(UUID.fromString(parts[0]), parts[1]);
        }

        String reference() {
            return blob + " " + digest;
        }
    }

    @Override
    public String store(HolderOrder order, InputStream in) throws IOException {
        Blobs.Writing writing = blobs.write(order.subjectId(), SealedFields.DELIVERY);
        try {
            return new Stored(writing.id(), OrderedData.of(order).copy(in, writing.out())).reference();
        } catch (IOException | RuntimeException e) {
            blobs.delete(writing.id());
            throw e;
        }
    }

    @Override
    public void attach(HolderOrder order, String reference) {
        Stored stored = Stored.parse(reference);
        record(order, stored.blob());
        handedIn(order, stored.digest());
    }

    @Override
    public void discard(HolderOrder order, String reference) {
        blobs.delete(Stored.parse(reference).blob());
    }

    private void record(HolderOrder order, UUID blobId) {
        blobs.attach(blobId);
        if (!views.addPart(order.ownerId(), order.id(), order.holderId(), blobId, clock.now())) {
            deliveries.insert(order.id(), order.ownerId(), order.holderId(), blobId, clock.now());
        }
    }
}
