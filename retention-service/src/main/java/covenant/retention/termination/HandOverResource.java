package covenant.retention.termination;

import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.Rules;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** When the service has ended, what a law keeps is handed to the body that it names (R-4.2.3-2). */
@Path("/v1/service-termination/hand-over")
class HandOverResource {
    private final HandOverStore store;
    private final Terminations terminations;
    private final Rules rules;
    private final Approvals approvals;
    private final CovenantClock clock;

    HandOverResource(
            HandOverStore store, Terminations terminations, Rules rules, Approvals approvals, CovenantClock clock) {
        this.store = store;
        this.terminations = terminations;
        this.rules = rules;
        this.approvals = approvals;
        this.clock = clock;
    }

    /**
     * @param transferee id of the body that the law names
     * @param law as the rules name it
     * @param evidence number of the body's receipt
     * @param handedOverAt when the body had it; now, when left out
     */
    record HandOverRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}")
            String transferee,

            @NotBlank @Size(max = 200) String law,

            @NotNull @Pattern(regexp = "[A-Za-z0-9._:/-]{1,100}")
            String evidence,

            @Nullable Instant handedOverAt) {}

    record HandOverView(
            String transferee,
            String law,
            String evidence,
            Instant handedOverAt,
            String status,
            long cases,
            @Nullable Instant finishedAt) {

        static HandOverView of(HandOver of) {
            return new HandOverView(
                    of.transferee(),
                    of.law(),
                    of.evidence(),
                    of.handedOverAt(),
                    of.finishedAt() == null ? "RUNNING" : "FINISHED",
                    of.cases(),
                    of.finishedAt());
        }
    }

    @POST
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(
            summary = "The body named by the law has the statutory data: record it for everyone and erase it here",
            description =
                    "Only after the end of the service. TransferRecorded for each person; what a hold keeps stays.")
    public Response handOver(@NotNull @Valid HandOverRequest request) {
        UUID termination = ended();
        if (store.find(termination).isPresent()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "It was handed over already.");
        }
        if (rules.book().rules().values().stream()
                .map(RetentionRule::statutory)
                .filter(Objects::nonNull)
                .noneMatch(statutory -> statutory.law().equals(request.law()))) {
            throw Refusal.invalid("law", "is not named by any rule").asException();
        }
        if (request.handedOverAt() != null && request.handedOverAt().isAfter(clock.now())) {
            throw Refusal.invalid("handedOverAt", "must not lie in the future").asException();
        }
        return approvals.request(
                RecordHandOver.KIND, request, "Statutory data handed over to " + request.transferee(), null);
    }

    @GET
    @RolesAllowed({Roles.DPO, Roles.APPROVER, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.OPS})
    @Operation(summary = "The hand-over, and how far it was recorded")
    public HandOverView get() {
        return terminations
                .current()
                .flatMap(known -> store.find(known.id()))
                .map(HandOverView::of)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "Nothing was handed over."));
    }

    private UUID ended() {
        return terminations
                .current()
                .filter(known -> known.finishedAt() != null)
                .map(Termination::id)
                .orElseThrow(() -> new RefusedException(ProblemCode.STATE_CONFLICT, "The service has not ended."));
    }
}
