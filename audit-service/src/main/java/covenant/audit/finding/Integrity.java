package covenant.audit.finding;

import covenant.audit.reading.LoggedFact;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Failed checks of the log itself. */
final class Integrity {

    private Integrity() {}

    /** The halt that is in force, if one is: its own event waits in Kafka until the log goes on. */
    static List<Suspicion> halted(Handle handle) {
        return handle.createQuery("select failure, first_bad, found_at from halt")
                .map((row, context) -> {
                    Long firstBad = row.getObject("first_bad", Long.class);
                    return suspicion(
                            row.getTimestamp("found_at").toInstant().toString(),
                            row.getString("failure"),
                            firstBad == null ? List.of() : List.of(firstBad));
                })
                .list();
    }

    /** The event of a halt, once it is logged, or of a reused event id. */
    static Suspicion told(LoggedFact fact) {
        String at = fact.instant("foundAt").orElse(fact.occurredAt()).toString();
        boolean names = fact.details().path("firstBadIndex").isNumber();
        return suspicion(
                at,
                fact.text("failure"),
                names ? List.of(fact.number("firstBadIndex"), fact.index()) : List.of(fact.index()));
    }

    private static Suspicion suspicion(String at, String failure, List<Long> entries) {
        return new Suspicion(
                FindingKind.LOG_INTEGRITY,
                "integrity:" + failure + ":" + at,
                "the log failed a check: " + failure,
                null,
                entries);
    }
}
