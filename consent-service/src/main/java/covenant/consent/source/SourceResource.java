package covenant.consent.source;

import static java.util.Objects.requireNonNullElse;

import covenant.consent.catalogue.Category;
import covenant.consent.evidence.Evidence;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.SourceWithdrawals;
import covenant.consent.policy.Policies;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Third-party sources: without proof that they may pass data on, none of it is used (R-1.1.3-1, R-1.4.2-1). */
@Path("/v1/sources")
class SourceResource {
    private final SourceStore store;
    private final GrantService consents;
    private final Policies policies;
    private final Caller caller;
    private final CovenantClock clock;

    SourceResource(SourceStore store, GrantService consents, Policies policies, Caller caller, CovenantClock clock) {
        this.store = store;
        this.consents = consents;
        this.policies = policies;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param validUntil last day on which the proof counts; open if left out */
    record SourceRequest(
            @Nullable @Size(min = 1, max = 200) String name,
            Source.@Nullable Kind kind,
            @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            @Nullable @Valid Evidence evidence,
            @Nullable LocalDate validUntil) {}

    /** @param categories those that the person took back there; all that come from the source where none is named */
    record ReportRequest(
            @NotNull String subjectId,
            @Nullable @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories) {}

    @PUT
    @Path("/{id}")
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR})
    @Transactional
    @Operation(summary = "Register a third-party source with its categories and the proof that it may pass them on")
    public Source put(@PathParam("id") String id, @NotNull @Valid SourceRequest request) {
        Evidence evidence = requireNonNullElse(request.evidence(), Evidence.NONE);
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "No source can have this id.");
        }
        if (evidence.number() == null) {
            throw new RefusedException(
                    ProblemCode.SOURCE_EVIDENCE_MISSING,
                    "Needed: the contract, document or reference that shows that it holds the data lawfully and may pass it on.");
        }
        request.categories().forEach(this::requireUsable);
        Source source = new Source(
                id,
                requireNonNullElse(request.name(), id),
                requireNonNullElse(request.kind(), Source.Kind.OTHER),
                request.categories().stream().distinct().toList(),
                evidence,
                request.validUntil());
        store.save(source, clock.now(), caller.id());
        return source;
    }

    private void requireUsable(String name) {
        Category category = policies.catalogueInForce()
                .category(name)
                .orElseThrow(() -> new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category."));
        if (category.state() == Category.State.FORBIDDEN) {
            throw new RefusedException(ProblemCode.CATEGORY_NOT_ENABLED, "A category is forbidden.");
        }
    }

    @GET
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "All registered sources, by id")
    public Page<Source> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return store.list(PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/withdrawals")
    @RolesAllowed(Roles.BACKEND)
    @Idempotent
    @Operation(summary = "Tell that the person withdrew at the source: what came from it may not be used any more")
    public Response withdrawn(@PathParam("id") String id, @NotNull @Valid ReportRequest request) {
        Source source = store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such source."));
        String subjectId = Subjects.requireSubjectId(request.subjectId());
        List<String> categories =
                requireNonNullElse(request.categories(), List.<String>of()).isEmpty()
                        ? source.categories()
                        : source.categories().stream()
                                .filter(requireNonNullElse(request.categories(), List.<String>of())::contains)
                                .toList();
        Instant now = clock.now();
        consents.change(
                subjectId,
                state -> SourceWithdrawals.reported(state, policies.catalogueInForce(), id, categories, now));
        return Response.ok(Map.of("subjectId", subjectId, "source", id, "categories", categories))
                .build();
    }
}
