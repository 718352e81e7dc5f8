package covenant.consent.grant;

import covenant.consent.subject.Ages;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The person's own settings (policy 1.5.3 系统设置), and the birth date that tells minors. */
@Path("/v1")
class PreferenceResource {
    private final GrantService service;
    private final SubjectStore subjects;
    private final Ages ages;
    private final Caller caller;
    private final CovenantClock clock;

    PreferenceResource(GrantService service, SubjectStore subjects, Ages ages, Caller caller, CovenantClock clock) {
        this.service = service;
        this.subjects = subjects;
        this.ages = ages;
        this.caller = caller;
        this.clock = clock;
    }

    record PreferencesRequest(@NotEmpty @Size(max = 100) Map<String, @NotNull Boolean> purposes) {}

    record BirthDateRequest(@NotNull LocalDate birthDate) {
        @Override
        public String toString() {
            return "BirthDateRequest[birthDate=***]";
        }
    }

    @PUT
    @Path("/subjects/{id}/preferences")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Switch purposes on and off; off is a withdrawal and takes effect at once")
    public ConsentsView preferences(@PathParam("id") String id, @NotNull @Valid PreferencesRequest request) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        List<String> off = request.purposes().entrySet().stream()
                .filter(e -> !e.getValue())
                .map(Map.Entry::getKey)
                .toList();
        List<String> on = request.purposes().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .filter(purpose -> !off.contains(purpose))
                .toList();
        List<ConsentView> changed = new ArrayList<>();
        ServiceImpact impact = service.impact(subjectId);
        if (!off.isEmpty()) {
            ConsentsView withdrawn = service.withdraw(subjectId, off, WithdrawalCause.PREFERENCES);
            changed.addAll(withdrawn.consents());
            impact = withdrawn.serviceImpact();
        }
        if (!on.isEmpty()) {
            ConsentsView granted = service.optIn(subjectId, on, caller.has(Roles.BACKEND));
            changed.addAll(granted.consents());
            impact = granted.serviceImpact();
        }
        return new ConsentsView(changed, impact);
    }

    @PUT
    @Path("/subjects/{id}/birth-date")
    @RolesAllowed(Roles.BACKEND)
    @Transactional
    @Operation(summary = "Tell the birth date; stored encrypted, never shown or emitted")
    public Response birthDate(@PathParam("id") String id, @NotNull @Valid BirthDateRequest request) {
        String subjectId = Subjects.requireSubjectId(id);
        Instant now = clock.now();
        LocalDate today = LegalCalendar.dayOf(now);
        if (request.birthDate().isAfter(today) || request.birthDate().isBefore(today.minusYears(150))) {
            throw Refusal.invalid("birthDate", "must be a day of the last 150 years")
                    .asException();
        }
        SubjectState state = subjects.lock(subjectId);
        if (state.erased()) {
            throw new RefusedException(ProblemCode.GONE, "The person was erased.");
        }
        service.save(state, new Outcome.Changed(ages.put(state, request.birthDate(), now), List.of()), now);
        return Response.noContent().build();
    }
}
