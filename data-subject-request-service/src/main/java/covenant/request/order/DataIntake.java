package covenant.request.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.OrderDataSink;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.request.blob.Blobs;
import covenant.request.request.SealedFields;
import covenant.request.view.DataViewStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Takes the data of access orders and keeps it encrypted under the person's key. Only what was ordered is taken: a
 * category that was not asked for is refused.
 */
@ApplicationScoped
class DataIntake implements OrderDataSink {
    private static final int MAX_DEPTH = 32;
    private static final TypeReference<Map<String, List<JsonNode>>> DATA = new TypeReference<>() {};
    private static final JsonFactory STREAMS = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

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
        data.keySet().forEach(category -> requireOrdered(order, category));
        try {
            Blobs.Writing writing = blobs.write(order.subjectId(), SealedFields.DELIVERY);
            try (var out = writing.out()) {
                json.writeValue(out, data);
            }
            record(order, writing.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] digest = cipher.encrypt(order.subjectId(), SealedFields.DIGEST, DataDigest.of(data));
        deliveries.handedIn(order.id(), order.subjectId(), digest);
    }

    @Override
    public boolean isWhatWasTaken(HolderOrder order, Map<String, List<JsonNode>> data) {
        return deliveries
                .handedIn(order.id())
                .flatMap(stored -> cipher.decrypt(order.subjectId(), SealedFields.DIGEST, stored)
                        .text())
                .map(DataDigest.of(data)::equals)
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

    @Override
    public String store(HolderOrder order, InputStream in) throws IOException {
        Blobs.Writing writing = blobs.write(order.subjectId(), SealedFields.DELIVERY);
        try (JsonParser parser = STREAMS.createParser(in);
                JsonGenerator generator = STREAMS.createGenerator(writing.out())) {
            copy(order, parser, generator);
        } catch (JsonProcessingException e) {
            blobs.delete(writing.id());
            throw new RefusedException(ProblemCode.MALFORMED_REQUEST, "The body is not JSON of {category: [...]}.");
        } catch (IOException | RuntimeException e) {
            blobs.delete(writing.id());
            throw e;
        }
        return writing.id().toString();
    }

    private static void copy(HolderOrder order, JsonParser parser, JsonGenerator generator) throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT);
        generator.writeStartObject();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String category = parser.currentName();
            requireOrdered(order, category);
            require(seen.add(category) && parser.nextToken() == JsonToken.START_ARRAY);
            generator.writeFieldName(category);
            generator.copyCurrentStructure(parser);
        }
        require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        generator.writeEndObject();
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw Refusal.invalid("data", "must be an object of category -> array of items")
                    .asException();
        }
    }

    private static void requireOrdered(HolderOrder order, String category) {
        if (!order.categories().contains(category)) {
            throw Refusal.invalid("data", "holds a category that was not ordered")
                    .asException();
        }
    }

    @Override
    public void attach(HolderOrder order, String reference) {
        record(order, UUID.fromString(reference));
    }

    @Override
    public void discard(HolderOrder order, String reference) {
        blobs.delete(UUID.fromString(reference));
    }

    private void record(HolderOrder order, UUID blobId) {
        blobs.attach(blobId);
        if (!views.addPart(order.ownerId(), order.id(), order.holderId(), blobId, clock.now())) {
            deliveries.insert(order.id(), order.ownerId(), order.holderId(), blobId, clock.now());
        }
    }
}
