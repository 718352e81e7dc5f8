package covenant.audit.finding;

import covenant.audit.finding.FindingStore.Place;
import covenant.audit.finding.FindingView.Resolution;
import covenant.audit.finding.FindingView.Status;
import covenant.audit.query.QueryRecord;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What should not have happened, and how it was settled. */
@Path("/v1/findings")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class FindingResource {

    private final FindingStore store;
    private final ResolutionLog log;
    private final QueryRecord record;
    private final Caller caller;
    private final CovenantClock clock;

    FindingResource(FindingStore store, ResolutionLog log, QueryRecord record, Caller caller, CovenantClock clock) {
        this.store = store;
        this.log = log;
        this.record = record;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "Findings, the newest first, by status and kind")
    public Page<FindingView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor);
        @Nullable
        Place after = request.after(2)
                .map(at -> new Place(PageRequest.instant(at.get(0)), PageRequest.uuid(at.get(1))))
                .orElse(null);
        @Nullable Status wanted = oneOf("status", status, Status.values());
        @Nullable FindingKind of = oneOf("kind", kind, FindingKind.values());
        record.writeList("/v1/findings");
        return Page.of(
                store.list(wanted, of, after, request.rowsToRead()),
                request,
                finding -> List.of(finding.foundAt().toString(), finding.id().toString()));
    }

    private static <E extends Enum<E>> @Nullable E oneOf(String field, @Nullable String value, E[] values) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return Arrays.stream(values)
                .filter(one -> one.name().equals(value.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(field, "is one of " + Arrays.toString(values))
                        .asException());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One finding")
    public FindingView one(@PathParam("id") UUID id) {
        record.writeList("/v1/findings/{id}");
        return find(id);
    }

    private FindingView find(UUID id) {
        return store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such finding."));
    }

    /** Settles a finding; who did and why becomes an entry of the log in the same transaction. */
    @POST
    @Path("/{id}/resolution")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(summary = "Settle a finding, with the reason")
    public Response resolve(@PathParam("id") UUID id, @Valid @NotNull ResolutionRequest request) {
        FindingView finding = find(id);
        Resolution resolution = new Resolution(request.reason(), caller.id(), clock.now());
        if (!store.resolve(id, resolution)) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The finding is settled already.");
        }
        log.resolved(finding, resolution);
        return Response.ok(find(id)).build();
    }
}
