package covenant.consent.notice;

import covenant.consent.policy.Policies;
import covenant.consent.subject.SubjectStore;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What has to be shown at the next login (R-6.2-4). */
@Path("/v1/subjects/{id}/interstitials")
class InterstitialResource {
    private final Interstitials interstitials;
    private final Notices notices;
    private final SubjectStore subjects;
    private final Policies policies;
    private final Caller caller;
    private final CovenantClock clock;

    InterstitialResource(
            Interstitials interstitials,
            Notices notices,
            SubjectStore subjects,
            Policies policies,
            Caller caller,
            CovenantClock clock) {
        this.interstitials = interstitials;
        this.notices = notices;
        this.subjects = subjects;
        this.policies = policies;
        this.caller = caller;
        this.clock = clock;
    }

    record ShownRequest(
            @NotNull @Pattern(regexp = "[1-9][0-9]{0,8}", message = "must be a policy version")
            String policyVersion,

            @NotNull Instant shownAt) {}

    /** @param changes where to read what changed, old and new */
    record InterstitialView(String policyVersion, String changes, boolean blocksOptionalPurposes) {}

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The update notice that has still to be shown to the person")
    public Page<InterstitialView> pending(@PathParam("id") String id) {
        Integer pending = subjects.find(own(id)).marks().noticePending();
        return new Page<>(
                pending == null
                        ? List.of()
                        : List.of(
                                new InterstitialView(pending.toString(), "/v1/policies/" + pending + "/changes", true)),
                null);
    }

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Tell that the update notice was shown in the app: what is optional goes on")
    public Response shown(@PathParam("id") String id, @NotNull @Valid ShownRequest request) {
        String subjectId = own(id);
        Instant now = clock.now();
        if (policies.published(request.policyVersion()).isEmpty()) {
            throw new RefusedException(ProblemCode.VERSION_CONFLICT, "There is no such version.");
        }
        if (request.shownAt().isAfter(now)) {
            throw Refusal.invalid("shownAt", "lies in the future").asException();
        }
        int version = Integer.parseInt(request.policyVersion());
        notices.delivered(subjectId, version, Ids.next(now), request.shownAt());
        interstitials.seen(subjectId, version);
        return Response.status(Response.Status.CREATED).entity(request).build();
    }

    private String own(String id) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        return subjectId;
    }
}
