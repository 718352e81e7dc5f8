package covenant.audit.finding;

import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The thresholds behind findings: data, changed by the DPO, every change an entry of the log. */
@Path("/v1/finding-rules")
@Produces(MediaType.APPLICATION_JSON)
public class RuleResource {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final RuleStore store;
    private final ResolutionLog log;
    private final Caller caller;
    private final CovenantClock clock;

    RuleResource(RuleStore store, ResolutionLog log, Caller caller, CovenantClock clock) {
        this.store = store;
        this.log = log;
        this.caller = caller;
        this.clock = clock;
    }

    record Rules(List<View> items) {}

    /** @param span ISO 8601 duration */
    record View(FindingKind kind, boolean enabled, long threshold, String span) {
        static View of(Rule rule) {
            return new View(
                    rule.kind(), rule.enabled(), rule.threshold(), rule.span().toString());
        }
    }

    @GET
    @RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Operation(summary = "Thresholds of findings")
    public Rules all() {
        return new Rules(store.all().stream().map(View::of).toList());
    }

    @PUT
    @Path("/{kind}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Transactional
    @Operation(summary = "Change a threshold")
    public View change(@PathParam("kind") FindingKind kind, @Valid @NotNull RuleRequest request) {
        Rule rule = new Rule(kind, request.enabled(), request.threshold(), span(request.span()));
        store.change(rule, caller.id(), clock.now());
        log.changed(rule);
        return View.of(rule);
    }

    private static Duration span(String text) {
        try {
            Duration span = Duration.parse(text);
            if (!span.isNegative() && span.compareTo(LONGEST) <= 0) {
                return span;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as one that is too long.
        }
        throw Refusal.invalid("span", "is an ISO 8601 duration of at most 366 days")
                .asException();
    }
}
