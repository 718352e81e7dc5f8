package covenant.audit.month;

import covenant.audit.ledger.OwnActs;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.Map;

/** The second person lets the oldest month go; that it went, and by whom, is an entry of the log. */
@ApplicationScoped
class MonthRemovalApproval implements ApprovedAct {

    static final String KIND = "LOG_MONTH_REMOVAL";

    private final MonthRemoval removal;
    private final KeepingTime keeping;
    private final OwnActs log;
    private final CovenantClock clock;

    MonthRemovalApproval(MonthRemoval removal, KeepingTime keeping, OwnActs log, CovenantClock clock) {
        this.removal = removal;
        this.keeping = keeping;
        this.log = log;
        this.clock = clock;
    }

    record Wanted(String month) {}

    /** @param entries that are gone */
    record Removed(String month, long entries) {}

    @Override
    public String kind() {
        return KIND;
    }

    /** The partition goes in a transaction of its own. If this one fails behind it, the same approval finds it gone and records it. */
    @Override
    public Response carryOut(Approval approval) {
        YearMonth month = YearMonth.parse(approval.payload().path("month").asText());
        long entries = removal.remove(month, keeping.kept(), approval.id(), clock.now());
        log.append(
                "LogMonthRemoved",
                Map.of(
                        "month", month.toString(),
                        "entries", entries,
                        "approvalId", approval.id().toString(),
                        "requestedBy", approval.requestedBy()));
        return Response.ok(new Removed(month.toString(), entries)).build();
    }
}
