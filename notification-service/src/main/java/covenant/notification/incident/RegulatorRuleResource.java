package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.platform.approval.Approvals;
import covenant.platform.problem.Refusal;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Which authority is told of which incidents, and how fast. Running deadlines are never put off by a change (T-7). */
@Path("/v1/regulator-rules")
class RegulatorRuleResource {
    private final RegulatorStore store;
    private final Approvals approvals;

    RegulatorRuleResource(RegulatorStore store, Approvals approvals) {
        this.store = store;
        this.approvals = approvals;
    }

    /** @param rules one per minimum grade; empty: the authority is told of nothing any more */
    record RulesRequest(@NotNull @Size(max = 16) List<@NotNull @Valid RuleRequest> rules) {}

    /** @param firstReport from discovery; absent: at once. @param followUp from the first report */
    record RuleRequest(
            @NotNull Grade minimumGrade,
            @Nullable Boolean criticalInfrastructure,
            @Nullable Duration firstReport,
            @Nullable Duration followUp,
            @Min(1) @Max(30) int finalReportDays,
            @NotBlank @Size(max = 200) String source) {

        RegulatorRule of(String authority) {
            return new RegulatorRule(
                    authority,
                    minimumGrade,
                    Boolean.TRUE.equals(criticalInfrastructure),
                    firstReport,
                    followUp,
                    finalReportDays,
                    source);
        }
    }

    /** Durations as ISO 8601 writes them. */
    record RuleView(
            String authority,
            Grade minimumGrade,
            boolean criticalInfrastructure,
            @Nullable String firstReport,
            @Nullable String followUp,
            int finalReportDays,
            String source) {

        static RuleView of(RegulatorRule r) {
            Duration first = r.firstReport();
            Duration follow = r.followUp();
            return new RuleView(
                    r.authority(),
                    r.minimumGrade(),
                    r.criticalInfrastructure(),
                    first == null ? null : first.toString(),
                    follow == null ? null : follow.toString(),
                    r.finalReportDays(),
                    r.source());
        }
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.APPROVER, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "All rules")
    public Map<String, List<RuleView>> list() {
        return Map.of("items", store.rules().stream().map(RuleView::of).toList());
    }

    @PUT
    @Path("/{authority}")
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Transactional
    @Operation(summary = "Replace the rules of an authority; a second person puts them in force")
    public Response replace(@PathParam("authority") String authority, @NotNull @Valid RulesRequest request) {
        if (!authority.matches("[A-Z][A-Z0-9_]{1,63}")) {
            throw Refusal.invalid("authority", "must be a code as PROVINCIAL_CAC")
                    .asException();
        }
        List<RegulatorRule> rules =
                request.rules().stream().map(r -> r.of(authority)).toList();
        RegulatorRule.check(rules).ifPresent(violation -> {
            throw Refusal.invalid(List.of(violation)).asException();
        });
        return approvals.request(
                RegulatorRuleApproval.KIND,
                new RegulatorRuleApproval.Replacement(authority, rules),
                "Rules of " + authority + ": " + rules.size(),
                null);
    }
}
