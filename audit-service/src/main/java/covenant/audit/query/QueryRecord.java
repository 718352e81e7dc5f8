package covenant.audit.query;

import covenant.audit.reading.Period;
import covenant.contracts.AuditEvent.AuditQueried;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.security.Caller;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who looks at the log stands in the log (R-4.1.2-4): written before the answer is given, so that no answer goes unrecorded. */
@ApplicationScoped
public class QueryRecord {

    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    QueryRecord(Outbox outbox, Caller caller, CovenantClock clock) {
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    void write(String route, EntryFilter filter) {
        write(route, filter.names(), filter.subjectId(), filter.from(), filter.to());
    }

    /** A look at all that there is on one person. */
    @Transactional
    public void write(String route, String subjectId) {
        write(route, List.of("subjectId"), subjectId, null, null);
    }

    /** A report over a period. */
    @Transactional
    public void write(String route, Period period) {
        write(route, List.of(), null, period.from(), period.to());
    }

    /** A look at a list that names no person. */
    @Transactional
    public void writeList(String route) {
        write(route, List.of(), null, null, null);
    }

    /** A look at one entry. */
    @Transactional
    void write(String route) {
        write(route, List.of("index"), null, null, null);
    }

    private void write(
            String route,
            List<String> filters,
            @Nullable String subjectId,
            @Nullable Instant from,
            @Nullable Instant to) {
        AuditQueried queried = new AuditQueried(route, filters, subjectId, from, to, clock.now());
        // One aggregate per caller: queries of different people do not wait for each other.
        // Not an event about the person: reading a list page by page must not make the list longer.
        outbox.append(EventDraft.of("queries:" + caller.id(), queried));
    }
}
