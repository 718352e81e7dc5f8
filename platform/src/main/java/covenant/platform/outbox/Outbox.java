package covenant.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.EventType;
import covenant.contracts.EventTypes;
import covenant.contracts.Topic;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.storage.Ids;
import covenant.platform.storage.RoundTrip;
import covenant.platform.time.CovenantClock;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

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

    /**
     * The same for several at once. An event of the last place of its aggregate has the version that was taken, those before it one less each.
     */
    private static final String APPEND_MANY = """
            with taken as (
                insert into aggregate_version as v (topic, aggregate_id, version)
                select topic, aggregate_id, events
                from unnest(?::text[], ?::text[], ?::int[]) with ordinality as a (topic, aggregate_id, events, place)
                order by place
                on conflict (topic, aggregate_id) do update set version = v.version + excluded.version
                returning topic, aggregate_id, version)
            insert into outbox (id, aggregatetype, aggregateid, type, payload, ce_source, ce_subject, ce_time,
                ce_dataschema, ce_recordedat, ce_accountid, ce_aggregateid, ce_aggregateversion, ce_correlationid,
                ce_causationid, ce_actor, ce_policyversion, traceparent, bucket)
            select e.id, e.topic, e.key, e.type, e.payload, ?, e.subject, e.time, e.schema, ?, e.account, e.aggregate,
                (t.version - e.behind)::text, ?, ?, ?, e.policy, ?, e.bucket
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::int[], ?::int[])
                with ordinality as e (id, topic, aggregate, key, type, payload, subject, time, schema, account, policy, bucket,
                    behind, place)
                left join taken t on t.topic = e.topic and t.aggregate_id = e.aggregate
            order by e.place""";

    /** From so many on together, and at most so many. */
    private static final int MANY = 4;

    private static final int AT_ONCE = 250;

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
        RoundTrip trip = new RoundTrip();
        List<UUID> ids = appendAll(drafts, trip);
        execute(trip);
        return ids;
    }

    /** The same, sent along with what the caller writes: the caller executes the round trip in its transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> appendAll(List<EventDraft> drafts, RoundTrip trip) {
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
        if (rows.size() < MANY) {
            rows.forEach(row -> add(trip, row, now, cause));
        } else {
            for (int from = 0; from < rows.size(); from += AT_ONCE) {
                addAll(trip, rows.subList(from, Math.min(from + AT_ONCE, rows.size())), now, cause);
            }
        }
        signal.afterCommit();
        return ids;
    }

    /** Publishes a null value for a key of a compacted topic: consumers forget the key. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tombstone(Topic topic, String key) {
        execute(new RoundTrip()
                .statement(TOMBSTONE)
                .id(Ids.next(clock.now()))
                .text(topic.topicName())
                .text(key)
                .text("tombstone")
                .number(bucket(key)));
        signal.afterCommit();
    }

    private void execute(RoundTrip trip) {
        try (Connection connection = dataSource.getConnection()) {
            trip.execute(connection);
        } catch (SQLException e) {
            throw new OutboxException(e);
        }
    }

    private void add(RoundTrip trip, Row row, Instant now, Cause cause) {
        EventDraft draft = row.draft();
        String topic = row.type().topic().topicName();
        String key = draft.kafkaKey();
        trip.statement(APPEND)
                .text(topic)
                .text(draft.aggregateId())
                .id(row.id())
                .text(topic)
                .text(key)
                .text(row.type().ceType())
                .text(payload(draft))
                .text(source)
                .text(draft.subjectId())
                .text(occurredAt(draft, now).toString())
                .text(row.type().dataSchema())
                .text(now.toString())
                .text(draft.accountId())
                .text(draft.aggregateId())
                .text(cause.correlationId())
                .text(cause.causationId())
                .text(cause.actor().toString())
                .text(draft.policyVersion())
                .text(cause.traceparent())
                .number(bucket(key));
    }

    /** @param rows in order of their aggregates */
    private void addAll(RoundTrip trip, List<Row> rows, Instant now, Cause cause) {
        List<Row> aggregates = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        for (Row row : rows) {
            if (!aggregates.isEmpty() && aggregates.getLast().sameAggregate(row)) {
                events.set(events.size() - 1, events.getLast() + 1);
            } else {
                aggregates.add(row);
                events.add(1);
            }
        }
        List<Integer> behind = new ArrayList<>(rows.size());
        events.forEach(count -> IntStream.iterate(count - 1, left -> left >= 0, left -> left - 1)
                .forEach(behind::add));
        trip.statement(APPEND_MANY)
                .texts(each(aggregates, row -> row.type().topic().topicName()))
                .texts(each(aggregates, row -> row.draft().aggregateId()))
                .numbers(events)
                .text(source)
                .text(now.toString())
                .text(cause.correlationId())
                .text(cause.causationId())
                .text(cause.actor().toString())
                .text(cause.traceparent())
                .ids(each(rows, Row::id))
                .texts(each(rows, row -> row.type().topic().topicName()))
                .texts(each(rows, row -> row.draft().aggregateId()))
                .texts(each(rows, row -> row.draft().kafkaKey()))
                .texts(each(rows, row -> row.type().ceType()))
                .texts(each(rows, row -> payload(row.draft())))
                .texts(each(rows, row -> row.draft().subjectId()))
                .texts(each(rows, row -> occurredAt(row.draft(), now).toString()))
                .texts(each(rows, row -> row.type().dataSchema()))
                .texts(each(rows, row -> row.draft().accountId()))
                .texts(each(rows, row -> row.draft().policyVersion()))
                .numbers(each(rows, row -> bucket(row.draft().kafkaKey())))
                .numbers(behind);
    }

    private static <T extends @Nullable Object> List<T> each(List<Row> rows, Function<Row, T> value) {
        List<T> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(value.apply(row)));
        return values;
    }

    private static Instant occurredAt(EventDraft draft, Instant now) {
        return draft.occurredAt() == null ? now : draft.occurredAt();
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

    private record Row(UUID id, EventType type, EventDraft draft) {
        boolean sameAggregate(Row other) {
            return type.topic() == other.type.topic() && draft.aggregateId().equals(other.draft.aggregateId());
        }
    }

    /** The outbox row could not be written: the caller's transaction must roll back. */
    public static final class OutboxException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutboxException(SQLException cause) {
            super("outbox", cause);
        }
    }
}
