package covenant.retention.retentioncase;

import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.retention.backup.CaseBackup;
import covenant.retention.backup.CaseBackups;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Cases with their items, orders and backups. */
@Path("/v1")
class CaseResource {
    private final CaseStore store;
    private final CaseSearch search;
    private final HolderOrders orders;
    private final CaseBackups backups;
    private final Caller caller;
    private final CovenantClock clock;

    CaseResource(
            CaseStore store,
            CaseSearch search,
            HolderOrders orders,
            CaseBackups backups,
            Caller caller,
            CovenantClock clock) {
        this.store = store;
        this.search = search;
        this.orders = orders;
        this.backups = backups;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/retention-cases")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Cases, oldest first; a SUBJECT sees own ones")
    public Page<CaseView> list(
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("accountId") @Nullable String accountId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("dueBefore") @Nullable String dueBefore,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String subject = caller.isSubjectOnly() ? own(subjectId) : subjectId;
        Instant now = clock.now();
        Page<RetentionCase> page = search.list(
                new CaseSearch.CaseQuery(subject, accountId, status(status), instant(dueBefore), now),
                PageRequest.of(limit, cursor));
        Collection<UUID> ids = page.items().stream().map(RetentionCase::id).toList();
        Map<UUID, List<HolderOrder>> ordersOf = orders.ofOwners(ids);
        Map<UUID, List<CaseBackup>> backupsOf = backups.ofCases(ids);
        return page.map(c -> CaseView.of(
                c, ordersOf.getOrDefault(c.id(), List.of()), backupsOf.getOrDefault(c.id(), List.of()), now));
    }

    @GET
    @Path("/retention-cases/{id}")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "One case")
    public CaseView get(@PathParam("id") UUID id) {
        return store.find(id)
                .filter(c -> !caller.isSubjectOnly() || c.subjectId().equals(caller.id()))
                .map(c -> CaseView.of(c, orders.ofOwner(id), backups.ofCase(id), clock.now()))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such case."));
    }

    private String own(@Nullable String subjectId) {
        if (subjectId != null) {
            caller.requireOwn(subjectId);
        }
        return caller.id();
    }

    private static @Nullable CaseStatus status(@Nullable String text) {
        try {
            return text == null ? null : CaseStatus.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("status", "must be a state of a case").asException();
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("dueBefore", "must be an RFC 3339 instant").asException();
        }
    }
}
