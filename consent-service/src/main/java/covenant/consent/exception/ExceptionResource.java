package covenant.consent.exception;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.consent.exception.ExceptionStore.Granted;
import covenant.consent.exception.ExceptionStore.Scope;
import covenant.consent.policy.Policies;
import covenant.contracts.ConsentEvent.ExceptionCode;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Exceptions of policy 1.3: asked for by one person, granted by another, ended by themselves (R-1.3-3). */
@Path("/v1/exceptions")
class ExceptionResource {
    private final ExceptionStore store;
    private final ExceptionsInForce inForce;
    private final Act act;
    private final Approvals approvals;
    private final Caller caller;
    private final CovenantClock clock;

    ExceptionResource(
            ExceptionStore store,
            ExceptionsInForce inForce,
            Act act,
            Approvals approvals,
            Caller caller,
            CovenantClock clock) {
        this.store = store;
        this.inForce = inForce;
        this.act = act;
        this.approvals = approvals;
        this.caller = caller;
        this.clock = clock;
    }

    record ScopeRequest(
            @Nullable @Size(max = 50) List<@NotBlank String> purposes,
            @Nullable @Size(max = 300) List<@NotBlank String> categories,
            @Nullable @Size(max = 1000) List<@NotBlank String> subjectIds) {

        Scope scope() {
            return new Scope(
                    requireNonNullElse(purposes, List.of()),
                    requireNonNullElse(categories, List.of()),
                    requireNonNullElse(subjectIds, List.of()));
        }
    }

    /** @param validUntil an instant, or a local date for its last valid day */
    record ExceptionRequest(
            @NotNull ExceptionCode code,
            @Nullable @Valid Evidence evidence,
            @NotNull @Valid ScopeRequest scope,
            @NotBlank @Size(max = 40) String validUntil) {}

    record Payload(ExceptionCode code, Evidence evidence, Scope scope, Instant validUntil) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask a second person for an exception of policy 1.3")
    public Response ask(@NotNull @Valid ExceptionRequest request) {
        Payload payload = new Payload(
                request.code(),
                requireNonNullElse(request.evidence(), Evidence.NONE),
                request.scope().scope(),
                until(request.validUntil()));
        payload.scope().subjectIds().forEach(Subjects::requireSubjectId);
        act.check(payload);
        return approvals.request(
                Act.KIND, payload, "Exception " + payload.code() + " until " + payload.validUntil(), null);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Operation(summary = "All exceptions, the oldest first")
    public Page<Granted> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return store.list(PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/revocation")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "End an exception now; the next decision is without it")
    public Response revoke(@PathParam("id") UUID id) {
        if (store.find(id).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such exception.");
        }
        store.revoke(id, caller.id(), clock.now());
        inForce.changed();
        return Response.ok(store.find(id).orElseThrow()).build();
    }

    private static Instant until(String text) {
        try {
            return text.length() == 10
                    ? LegalCalendar.endOfDay(LocalDate.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Refusal.invalid("validUntil", "must be an RFC 3339 instant or a local date")
                    .asException();
        }
    }

    /** The second person's yes grants it. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "EXCEPTION";

        private final ExceptionStore store;
        private final ExceptionsInForce inForce;
        private final Policies policies;
        private final ObjectMapper json;
        private final CovenantClock clock;
        private final EnabledExceptions enabled;

        Act(
                ExceptionStore store,
                ExceptionsInForce inForce,
                Policies policies,
                ObjectMapper json,
                CovenantClock clock,
                EnabledExceptions enabled) {
            this.store = store;
            this.inForce = inForce;
            this.policies = policies;
            this.json = json;
            this.clock = clock;
            this.enabled = enabled;
        }

        void check(Payload p) {
            if (!p.scope().purposes().stream().allMatch(policies::knowsPurpose)) {
                throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
            }
            if (!p.scope().categories().stream().allMatch(policies::knowsCategory)) {
                throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category.");
            }
            ExceptionRules.check(
                            p.code(),
                            p.evidence(),
                            p.scope().purposes(),
                            p.scope().categories(),
                            p.validUntil(),
                            enabled.codes(),
                            clock.now())
                    .ifPresent(r -> {
                        throw r.asException();
                    });
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            Payload payload = json.convertValue(approval.payload(), Payload.class);
            check(payload);
            Instant now = clock.now();
            Granted granted = new Granted(
                    Ids.next(now),
                    payload.code(),
                    payload.scope(),
                    payload.evidence(),
                    now,
                    payload.validUntil(),
                    approval.requestedBy(),
                    String.valueOf(approval.decidedBy()),
                    null);
            store.insert(granted);
            inForce.changed();
            return Response.created(URI.create("/v1/exceptions/" + granted.id()))
                    .entity(granted)
                    .build();
        }
    }
}
