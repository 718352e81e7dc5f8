package covenant.audit.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.PersonKeys.Details;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.entry.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads entries page by page and opens their details; memory does not grow with their number. */
@ApplicationScoped
public class FactReader {

    private static final int PAGE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SELECT =
            "select index, type, topic, service, actor, subject, occurred_at, logged_at, sealed from entry where ";

    private final Jdbi jdbi;
    private final TimeIndex time;
    private final PersonKeys keys;

    FactReader(Jdbi jdbi, TimeIndex time, PersonKeys keys) {
        this.jdbi = jdbi;
        this.time = time;
        this.keys = keys;
    }

    private record Row(LoggedFact fact, byte @Nullable [] sealed) {}

    /** All entries of one type before {@code size}, in order of the log. */
    public void ofType(String type, Period period, long size, Consumer<LoggedFact> reader) {
        for (TimeIndex.Run run : time.runs(period)) {
            ofType(type, period, new TimeIndex.Run(run.from(), Math.min(run.to(), size)), reader);
        }
    }

    private void ofType(String type, Period period, TimeIndex.Run run, Consumer<LoggedFact> reader) {
        long after = run.from() - 1;
        List<LoggedFact> page;
        do {
            long from = after;
            page = read(
                    "type = :type and index > :after and index < :behind" + restriction(period)
                            + " order by index limit " + PAGE,
                    query -> restrict(
                            query.bind("type", type).bind("after", from).bind("behind", run.to()), period));
            page.forEach(reader);
            after = page.isEmpty() ? after : page.getLast().index();
        } while (page.size() == PAGE);
    }

    /** Entries of these types with {@code from <= index < to}, in order of the log. */
    public List<LoggedFact> between(long from, long to, Collection<String> types) {
        return read(
                "index >= :from and index < :to and type = any(:types) order by index",
                query -> query.bind("from", from).bind("to", to).bindArray("types", String.class, types));
    }

    /** What is logged on a person of these types, before {@code size}. */
    public List<LoggedFact> onPerson(String subject, Collection<String> types, long size) {
        return read(
                "subject = :subject and index < :size and type = any(:types) order by index",
                query -> query.bind("subject", subject).bind("size", size).bindArray("types", String.class, types));
    }

    private List<LoggedFact> read(String where, Consumer<Query> bind) {
        List<Row> rows = jdbi.withHandle(handle -> {
            Query query = handle.createQuery(SELECT + where);
            bind.accept(query);
            return query.map((row, context) -> row(row)).list();
        });
        List<Opened> opened = keys.open(rows.stream()
                .map(row -> new Details(row.fact().subject(), row.sealed()))
                .toList());
        List<LoggedFact> facts = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            facts.add(with(rows.get(i).fact(), details(opened.get(i))));
        }
        return facts;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new LoggedFact(
                        row.getLong("index"),
                        row.getString("type"),
                        row.getString("topic"),
                        row.getString("service"),
                        row.getString("actor"),
                        row.getString("subject"),
                        instant(row, "occurred_at"),
                        instant(row, "logged_at"),
                        MissingNode.getInstance()),
                row.getBytes("sealed"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static LoggedFact with(LoggedFact fact, JsonNode details) {
        return new LoggedFact(
                fact.index(),
                fact.type(),
                fact.topic(),
                fact.service(),
                fact.actor(),
                fact.subject(),
                fact.occurredAt(),
                fact.loggedAt(),
                details);
    }

    private static JsonNode details(Opened opened) {
        return switch (opened) {
            case Opened.Readable readable ->
                parse(Sealed.parse(readable.details()).content().details());
            case Opened.Erased erased -> MissingNode.getInstance();
            case Opened.Unreadable unreadable -> MissingNode.getInstance();
        };
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The condition for a period, to be bound by {@link #restrict}. */
    public static String restriction(Period period) {
        return (period.from() == null ? "" : " and occurred_at >= :from")
                + (period.to() == null ? "" : " and occurred_at < :to");
    }

    /** Binds what {@link #restriction} names. */
    public static void restrict(Query query, Period period) {
        if (period.from() != null) {
            query.bind("from", OffsetDateTime.ofInstant(period.from(), ZoneOffset.UTC));
        }
        if (period.to() != null) {
            query.bind("to", OffsetDateTime.ofInstant(period.to(), ZoneOffset.UTC));
        }
    }
}
