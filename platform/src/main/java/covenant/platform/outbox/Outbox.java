package covenant.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.EventType;
import covenant.contracts.EventTypes;
import covenant.contracts.Topic;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes events in the caller's transaction: they are published if, and only if, it commits (R-ENV-2). One statement
 * takes the aggregate's next version, under its row lock, and inserts the event.
 */
@ApplicationScoped
public class Outbox {
    /** Relays share the work by bucket; a key always falls into the same one. */
    static final int BUCKETS = 8;

    private static final String APPEND = """
            with taken as (
                insert into aggregate_version as v (topic, aggregate_id, version) values (?, ?, 1)
                on conflict (topic, aggregate_id) do update set version = v.version + 1
                returning version)
            insert into outbox (id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time,
                ce_dataschema, ce_recordedat, ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid,
                ce_causationid, ce_actor, ce_policyversion, traceparent, bucket)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, version::text, ?, ?, ?, ?, ?, ? from taken""";

    private static final String TOMBSTONE =
            "insert into outbox (id, aggregatetype, aggregateid, type, payload, bucket) values (?, ?, ?, ?, null, ?)";

    private final AgroalDataSource dataSource;
    private final ObjectMapper json;
    private final CovenantClock clock;
    private final CallContext calls;
    private final CommitSignal signal;
    private final String source;

    Outbox(
            AgroalDataSource dataSource,
            ObjectMapper json,
            CovenantClock clock,
            CallContext calls,
            CommitSignal signal,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.dataSource = dataSource;
        this.json = json;
        this.clock = clock;
        this.calls = calls;
        this.signal = signal;
        this.source = "/" + service;
    }

    /** Appends one event; returns its id. Needs a running transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID append(EventDraft draft) {
        return appendAll(List.of(draft)).getFirst();
    }

    /**
     * Appends events in one round trip. Aggregates are locked in one order, whatever the order of the drafts, so that
     * two transactions cannot wait for each other; the order within an aggregate is that of the list.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> appendAll(List<EventDraft> drafts) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Instant now = clock.now();
        Cause cause = calls.current();
        List<UUID> ids = new ArrayList<>(drafts.size());
        List<Row> rows = new ArrayList<>(drafts.size());
        for (EventDraft draft : drafts) {
            UUID id = Ids.next(now);
            ids.add(id);
            rows.add(new Row(id, EventTypes.of(draft.payload().getClass()), draft));
        }
        rows.sort(Comparator.comparing((Row r) -> r.type().topic())
                .thenComparing(r -> r.draft().aggregateId()));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(APPEND)) {
            for (Row row : rows) {
                bind(insert, row, now, cause);
                if (rows.size() > 1) {
                    insert.addBatch();
                }
            }
            if (rows.size() > 1) {
                insert.executeBatch();
            } else {
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new OutboxException(e);
        }
        signal.afterCommit();
        return ids;
    }

    /** Publishes a null value for a key of a compacted topic: consumers forget the key. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tombstone(Topic topic, String key) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(TOMBSTONE)) {
            insert.setObject(1, Ids.next(clock.now()));
            insert.setString(2, topic.topicName());
            insert.setString(3, key);
            insert.setString(4, "tombstone");
            insert.setInt(5, bucket(key));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new OutboxException(e);
        }
        signal.afterCommit();
    }

    private void bind(PreparedStatement s, Row row, Instant now, Cause cause) throws SQLException {
        EventDraft draft = row.draft();
        String topic = row.type().topic().topicName();
        String key = draft.kafkaKey();
        Instant occurredAt = draft.occurredAt() == null ? now : draft.occurredAt();
        s.setString(1, topic);
        s.setString(2, draft.aggregateId());
        s.setObject(3, row.id());
        s.setString(4, topic);
        s.setString(5, key);
        s.setString(6, row.type().ceType());
        s.setString(7, payload(draft));
        s.setString(8, source);
        s.setString(9, draft.subjectId());
        s.setString(10, occurredAt.toString());
        s.setString(11, row.type().dataSchema());
        s.setString(12, now.toString());
        s.setString(13, draft.accountId());
        s.setString(14, draft.aggregateId());
        s.setString(15, cause.correlationId());
        s.setString(16, cause.causationId());
        s.setString(17, cause.actor().toString());
        s.setString(18, draft.policyVersion());
        s.setString(19, cause.traceparent());
        s.setInt(20, bucket(key));
    }

    private String payload(EventDraft draft) {
        try {
            return json.writeValueAsString(draft.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Event cannot be written: " + draft.payload().getClass(), e);
        }
    }

    static int bucket(String key) {
        return Math.floorMod(key.hashCode(), BUCKETS);
    }

    private record Row(UUID id, EventType type, EventDraft draft) {}

    /** The outbox row could not be written: the caller's transaction must roll back. */
    public static final class OutboxException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutboxException(SQLException cause) {
            super("outbox", cause);
        }
    }
}
