package covenant.audit.register;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import covenant.audit.register.EvidenceRegister.Row;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The register of evidence; written by {@code POST /v1/entries}. */
@Path("/v1/evidence")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO, Roles.OPS})
public class RegisterResource {

    private static final int ALARM_DAYS = 60;
    private static final int MOST_DAYS = 36_500;

    private final EvidenceRegister register;
    private final CovenantClock clock;

    RegisterResource(EvidenceRegister register, CovenantClock clock) {
        this.register = register;
        this.clock = clock;
    }

    enum Status {
        VALID,
        EXPIRING,
        EXPIRED,
        REPLACED
    }

    /** @param index of the entry that logged it */
    record View(long index, @JsonUnwrapped EvidenceItem item, Instant recordedAt, Status status) {}

    @GET
    @Operation(summary = "Certificates, audits, trainings and agreements, and when they run out")
    public Page<View> list(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("endingWithin") @Nullable Integer days,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            throw Refusal.invalid("endingWithin", "is a number of days from 0 to " + MOST_DAYS)
                    .asException();
        }
        long after =
                request.after(1).map(List::getFirst).map(PageRequest::number).orElse(-1L);
        LocalDate today = LegalCalendar.dayOf(clock.now());
        @Nullable LocalDate before = days == null ? null : today.plusDays(days + 1L);
        return Page.of(
                        register.list(kind, before, after, request.rowsToRead()),
                        request,
                        row -> List.of(Long.toString(row.entry())))
                .map(row -> view(row, today));
    }

    private static View view(Row row, LocalDate today) {
        return new View(row.entry(), row.item(), row.recordedAt().toInstant(), status(row, today));
    }

    private static Status status(Row row, LocalDate today) {
        @Nullable LocalDate until = row.item().validUntil();
        if (row.replacedBy() != null) {
            return Status.REPLACED;
        }
        if (until == null || until.isAfter(today.plusDays(ALARM_DAYS))) {
            return Status.VALID;
        }
        return until.isBefore(today) ? Status.EXPIRED : Status.EXPIRING;
    }
}
