package covenant.consent.policy;

import covenant.consent.policy.PolicyVersion.Status;
import covenant.contracts.PolicyEvent;
import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.web.BodyLimit;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Policy versions; published ones are public at a stable address, with their predecessors (R-PRE-3). */
@Path("/v1/policies")
class PolicyResource {
    private final PolicyService service;
    private final PolicyStore store;
    private final Policies policies;
    private final Approvals approvals;
    private final Caller caller;

    PolicyResource(PolicyService service, PolicyStore store, Policies policies, Approvals approvals, Caller caller) {
        this.service = service;
        this.store = store;
        this.policies = policies;
        this.approvals = approvals;
        this.caller = caller;
    }

    record PublicationRequest(@NotNull Instant effectiveAt) {}

    record ChangesView(
            String version,
            @Nullable String predecessor,
            boolean material,
            boolean reducesRights,
            boolean requiresReconsent,
            List<String> reconsentPurposes,
            List<PolicyEvent.Change> changes) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @BodyLimit(1 << 20)
    @Operation(summary = "Write a draft of a new policy version")
    public Response draft(@NotNull @Valid PolicyRequest request) {
        PolicyVersion draft = service.draft(request);
        return Response.created(URI.create("/v1/policies/" + draft.version()))
                .entity(PolicyView.of(draft))
                .build();
    }

    @GET
    @PermitAll
    @Operation(summary = "All versions, the oldest first, without their texts")
    public Page<PolicyView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long after = page.after(1).map(a -> PageRequest.number(a.getFirst())).orElse(0L);
        List<PolicyVersion> rows = store.all().stream()
                .filter(v -> v.number() > after && visible(v))
                .limit(page.rowsToRead())
                .toList();
        return Page.of(rows, page, v -> List.of(v.version())).map(PolicyView::withoutText);
    }

    @GET
    @Path("/current")
    @PermitAll
    @Operation(summary = "The version in force")
    public PolicyView current() {
        return PolicyView.of(policies.inForce());
    }

    @GET
    @Path("/{version}")
    @PermitAll
    @Operation(summary = "One version with its text and its SHA-256")
    public PolicyView one(@PathParam("version") String version) {
        return PolicyView.of(find(version));
    }

    @GET
    @Path("/{version}/changes")
    @PermitAll
    @Operation(summary = "The computed difference to the predecessor, by the items of policy 6.2")
    public ChangesView changes(@PathParam("version") String version) {
        PolicyVersion v = find(version);
        PolicyChanges c = v.changes();
        return new ChangesView(
                v.version(),
                v.predecessor() == null ? null : Integer.toString(v.predecessor()),
                c.material(),
                c.reducesRights(),
                c.requiresReconsent(),
                c.reconsentPurposes(),
                c.changes());
    }

    @POST
    @Path("/{version}/publication")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask a second person to publish; it takes effect by itself at the hour")
    public Response publish(@PathParam("version") String version, @NotNull @Valid PublicationRequest request) {
        int number = find(version).number();
        service.checkPublication(number, request.effectiveAt());
        return approvals.request(
                PublicationAct.KIND,
                new PublicationAct.Payload(number, request.effectiveAt()),
                "Publish policy version " + number + ", in force from " + request.effectiveAt(),
                null);
    }

    private PolicyVersion find(String version) {
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such version.");
        }
        return store.find(Integer.parseInt(version))
                .filter(this::visible)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such version."));
    }

    private boolean visible(PolicyVersion v) {
        return v.status().isPublic()
                || ((v.status() == Status.DRAFT || v.status() == Status.REJECTED)
                        && caller.has(Roles.PRIVACY_OPERATOR));
    }
}
