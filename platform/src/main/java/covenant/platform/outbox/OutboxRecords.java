package covenant.platform.outbox;

import covenant.contracts.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** From an outbox row to a CloudEvent in Kafka's binary mode (CloudEvents 1.0, Kafka protocol binding 3.2). */
final class OutboxRecords {
    private static final List<String> HEADER_COLUMNS = List.of(
            CloudEventHeaders.SOURCE,
            CloudEventHeaders.SUBJECT,
            CloudEventHeaders.TIME,
            CloudEventHeaders.DATA_SCHEMA,
            CloudEventHeaders.RECORDED_AT,
            CloudEventHeaders.ACCOUNT_ID,
            CloudEventHeaders.AGGREGATE_ID,
            CloudEventHeaders.AGGREGATE_VERSION,
            CloudEventHeaders.CORRELATION_ID,
            CloudEventHeaders.CAUSATION_ID,
            CloudEventHeaders.ACTOR,
            CloudEventHeaders.POLICY_VERSION,
            CloudEventHeaders.TRACEPARENT);

    private OutboxRecords() {}

    static ProducerRecord<String, byte[]> read(ResultSet row) throws SQLException {
        String payload = row.getString("payload");
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                row.getString("aggregatetype"),
                row.getString("aggregateid"),
                payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        if (payload == null) {
            return record;
        }
        Headers headers = record.headers();
        add(headers, CloudEventHeaders.SPEC_VERSION, "1.0");
        add(headers, CloudEventHeaders.ID, row.getString("id"));
        add(headers, CloudEventHeaders.TYPE, row.getString("type"));
        add(headers, CloudEventHeaders.CONTENT_TYPE, "application/json");
        for (String column : HEADER_COLUMNS) {
            add(headers, column, row.getString(column));
        }
        return record;
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
