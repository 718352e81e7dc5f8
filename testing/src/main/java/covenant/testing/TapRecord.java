package covenant.testing;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record as it lies in a topic; headers as text. */
public record TapRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        byte @Nullable [] bytes,
        Map<String, String> headers) {

    static TapRecord of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return new TapRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : text(record.key()),
                record.value(),
                headers);
    }

    /** The value as text; empty for a tombstone. */
    public String value() {
        return bytes == null ? "" : text(bytes);
    }

    public boolean isTombstone() {
        return bytes == null;
    }

    /** The header's value, or the empty string. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** {@code covenant.ConsentGranted} and the like. */
    public String type() {
        return header("ce_type");
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
