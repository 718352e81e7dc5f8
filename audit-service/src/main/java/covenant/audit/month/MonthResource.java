package covenant.audit.month;

import covenant.audit.query.QueryRecord;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The closed months of the log. */
@Path("/v1/audit/months")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class MonthResource {

    private static final LocalDate BEFORE_ALL = LocalDate.of(1900, 1, 1);

    private final Jdbi jdbi;
    private final KeepingTime keeping;
    private final QueryRecord record;

    MonthResource(Jdbi jdbi, KeepingTime keeping, QueryRecord record) {
        this.jdbi = jdbi;
        this.keeping = keeping;
        this.record = record;
    }

    /**
     * A closed month.
     *
     * @param size entries of the log at its end
     * @param checkpoint signed note over the root at that size
     * @param keptAtLeastUntil last day on which its entries are surely there; the floor after a person's erasure can make it later
     */
    record View(String month, long first, long size, String checkpoint, LocalDate keptAtLeastUntil) {}

    @GET
    @Operation(summary = "Closed months of the log with their signed roots")
    public Page<View> months(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        LocalDate after =
                request.after(1).map(List::getFirst).map(MonthResource::day).orElse(BEFORE_ALL);
        record.writeList("/v1/audit/months");
        return Page.of(
                jdbi.withHandle(handle -> handle.createQuery(
                                "select month, first, size, note from log_month where month > :after order by month limit :limit")
                        .bind("after", after)
                        .bind("limit", request.rowsToRead())
                        .map((row, context) -> view(
                                YearMonth.from(row.getDate("month").toLocalDate()),
                                row.getLong("first"),
                                row.getLong("size"),
                                row.getString("note")))
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

    private View view(YearMonth month, long first, long size, String note) {
        return new View(
                month.toString(), first, size, note, month.atEndOfMonth().plus(keeping.kept()));
    }
}
