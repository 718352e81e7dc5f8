package covenant.consent.exception;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.consent.exception.EnabledExceptions.Enabling;
import covenant.contracts.ConsentEvent.ExceptionCode;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.paging.Page;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Exceptions without a counterpart in PIPL art. 13 ship disabled; two persons enable one, naming the law (R-1.3-5). */
@Path("/v1/exceptions/codes")
class ExceptionCodeResource {
    private final EnabledExceptions enabled;
    private final Approvals approvals;

    ExceptionCodeResource(EnabledExceptions enabled, Approvals approvals) {
        this.enabled = enabled;
        this.approvals = approvals;
    }

    enum State {
        ON,
        OFF
    }

    /** @param law with {@code article}: the legal reference, needed to enable */
    record StateRequest(
            @NotNull State state,
            @Nullable @Size(max = 200) String law,
            @Nullable @Size(max = 80) String article) {}

    record Payload(
            ExceptionCode code,
            boolean enabled,
            @Nullable String law,
            @Nullable String article) {}

    record CodeView(
            ExceptionCode code,
            State state,
            @Nullable String law,
            @Nullable String article) {}

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Operation(summary = "The exceptions of policy 1.3 in their order, and which of them are on")
    public Page<CodeView> list() {
        List<Enabling> known = enabled.all();
        return new Page<>(
                Arrays.stream(ExceptionCode.values())
                        .map(code -> view(
                                code,
                                known.stream().filter(e -> e.code() == code).findFirst()))
                        .toList(),
                null);
    }

    private static CodeView view(ExceptionCode code, Optional<Enabling> enabling) {
        boolean on = enabling.map(Enabling::enabled).orElse(!ExceptionRules.SHIPPED_OFF.contains(code));
        return new CodeView(
                code,
                on ? State.ON : State.OFF,
                enabling.map(Enabling::law).orElse(null),
                enabling.map(Enabling::article).orElse(null));
    }

    @PUT
    @Path("/{code}/state")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Operation(summary = "Ask a second person to enable an exception that ships disabled, or to disable it again")
    public Response change(@PathParam("code") ExceptionCode code, @NotNull @Valid StateRequest request) {
        if (!ExceptionRules.SHIPPED_OFF.contains(code)) {
            throw new RefusedException(
                    ProblemCode.STATE_CONFLICT, "This exception rests on PIPL art. 13 and is always on.");
        }
        boolean on = request.state() == State.ON;
        if (on && !(Evidence.given(request.law()) && Evidence.given(request.article()))) {
            throw new RefusedException(
                    ProblemCode.EXCEPTION_EVIDENCE_MISSING, "Needed: law and article, exactly, that it shall rest on.");
        }
        return approvals.request(
                Act.KIND,
                new Payload(code, on, on ? request.law() : null, on ? request.article() : null),
                "Exception " + code + " " + request.state(),
                null);
    }

    /** The second person's yes enables it. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "EXCEPTION_CODE";

        private final EnabledExceptions enabled;
        private final ObjectMapper json;
        private final CovenantClock clock;

        Act(EnabledExceptions enabled, ObjectMapper json, CovenantClock clock) {
            this.enabled = enabled;
            this.json = json;
            this.clock = clock;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            Payload p = json.convertValue(approval.payload(), Payload.class);
            enabled.save(new Enabling(
                    p.code(),
                    p.enabled(),
                    p.law(),
                    p.article(),
                    clock.now(),
                    approval.requestedBy(),
                    String.valueOf(approval.decidedBy())));
            return Response.ok(new CodeView(p.code(), p.enabled() ? State.ON : State.OFF, p.law(), p.article()))
                    .build();
        }
    }
}
