package covenant.audit.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.Fact;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What people decide about the log stands in the log itself: a work table can be changed, an entry cannot. */
@ApplicationScoped
public class OwnActs {

    private static final String SOURCE = "/audit-service";

    private final Ledger ledger;
    private final CallContext calls;
    private final CovenantClock clock;
    private final ObjectMapper json;

    OwnActs(Ledger ledger, CallContext calls, CovenantClock clock, ObjectMapper json) {
        this.ledger = ledger;
        this.calls = calls;
        this.clock = clock;
        this.json = json;
    }

    /** Logs the act under the caller's name, in the caller's transaction. */
    public void append(String type, Map<String, Object> details) {
        Instant now = clock.now();
        Cause cause = calls.current();
        ledger.append(List.of(new Fact(
                Ids.next(now).toString(),
                SOURCE,
                type,
                now,
                now,
                null,
                null,
                null,
                null,
                cause.correlationId(),
                cause.causationId(),
                cause.actor(),
                null,
                null,
                Fact.Origin.REST,
                write(details))));
    }

    private String write(Map<String, Object> details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("details are plain values", e);
        }
    }
}
