package covenant.platform.outbox;

import covenant.contracts.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

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

    private static final byte[] SPEC_VERSION = "1.0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.US_ASCII);

    private OutboxRecords() {}

    /** The texts go on as the bytes that PostgreSQL sent, which are UTF-8. */
    static ProducerRecord<String, byte[]> read(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes("payload");
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(row.getString("aggregatetype"), row.getString("aggregateid"), payload);
        if (payload == null) {
            return record;
        }
        Headers headers = record.headers();
        headers.add(CloudEventHeaders.SPEC_VERSION, SPEC_VERSION);
        headers.add(CloudEventHeaders.ID, row.getString("id").getBytes(StandardCharsets.US_ASCII));
        headers.add(CloudEventHeaders.TYPE, row.getBytes("type"));
        headers.add(CloudEventHeaders.CONTENT_TYPE, JSON);
        for (String column : HEADER_COLUMNS) {
            byte[] value = row.getBytes(column);
            if (value != null) {
                headers.add(column, value);
            }
        }
        return record;
    }
}
