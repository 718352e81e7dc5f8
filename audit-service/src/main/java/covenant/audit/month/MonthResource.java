package covenant.audit.month;

import covenant.audit.query.QueryRecord;
import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The closed months of the log, and how the oldest one goes. */
@Path("/v1/audit/months")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class MonthResource {

    private static final LocalDate BEFORE_ALL = LocalDate.of(1900, 1, 1);

    private final Jdbi jdbi;
    private final KeepingTime keeping;
    private final QueryRecord record;
    private final Approvals approvals;
    private final CovenantClock clock;

    MonthResource(Jdbi jdbi, KeepingTime keeping, QueryRecord record, Approvals approvals, CovenantClock clock) {
        this.jdbi = jdbi;
        this.keeping = keeping;
        this.record = record;
        this.approvals = approvals;
        this.clock = clock;
    }

    /**
     * A closed month.
     *
     * @param size entries of the log at its end
     * @param checkpoint signed note over the root at that size
     * @param keptAtLeastUntil last day on which its entries are surely there; the floor after a person's erasure can make it later
     * @param removedAt when its entries went; absent while they are there
     * @param approvalId by whose decision
     */
    record View(
            String month,
            long first,
            long size,
            String checkpoint,
            LocalDate keptAtLeastUntil,
            @Nullable Instant removedAt,
            @Nullable UUID approvalId) {}

    @GET
    @Operation(summary = "Closed months of the log with their signed roots")
    public Page<View> months(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        LocalDate after =
                request.after(1).map(List::getFirst).map(MonthResource::day).orElse(BEFORE_ALL);
        record.writeList("/v1/audit/months");
        return Page.of(
                jdbi.withHandle(
                        handle -> handle.createQuery("select month, m.first, m.size, note, removed_at, approval_id"
                                        + " from log_month m left join log_removal r using (month)"
                                        + " where month > :after order by month limit :limit")
                                .bind("after", after)
                                .bind("limit", request.rowsToRead())
                                .map((row, context) -> view(row))
                                .list()),
                request,
                view -> List.of(view.month()));
    }

    private static LocalDate day(String month) {
        try {
            return YearMonth.parse(month).atDay(1);
        } catch (DateTimeParseException e) {
            return BEFORE_ALL;
        }
    }

    private View view(ResultSet row) throws SQLException {
        YearMonth month = YearMonth.from(row.getDate("month").toLocalDate());
        OffsetDateTime removed = row.getObject("removed_at", OffsetDateTime.class);
        return new View(
                month.toString(),
                row.getLong("first"),
                row.getLong("size"),
                row.getString("note"),
                lastDay(month),
                removed == null ? null : removed.toInstant(),
                row.getObject("approval_id", UUID.class));
    }

    private LocalDate lastDay(YearMonth month) {
        return month.atEndOfMonth().plus(keeping.kept());
    }

    /** The entries go by the decision of a second person, if the database agrees that their time is over; hashes, heads and roots stay. */
    @POST
    @Path("/{month:[0-9]{4}-[0-9]{2}}/removal")
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask for the removal of the oldest month of the log; a second person decides")
    public Response remove(@PathParam("month") String month) {
        YearMonth wanted = YearMonth.from(day(month));
        boolean closed = jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from log_month where month = :month)")
                        .bind("month", wanted.atDay(1))
                        .mapTo(Boolean.class)
                        .one());
        if (!closed) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "The log has no such closed month.");
        }
        if (!lastDay(wanted).isBefore(LegalCalendar.dayOf(clock.now()))) {
            throw new RefusedException(
                    ProblemCode.STATE_CONFLICT, wanted + " is kept until " + lastDay(wanted) + " at least.");
        }
        return approvals.request(
                MonthRemovalApproval.KIND,
                new MonthRemovalApproval.Wanted(wanted.toString()),
                "Removal of the log's entries of " + wanted,
                null);
    }
}
