package covenant.consent.notice;

import covenant.consent.grant.ConsentEvents;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyChanges;
import covenant.consent.policy.PolicyVersion;
import covenant.consent.policy.Reconsent;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.AcknowledgementBasis;
import covenant.contracts.ConsentEvent.NoticeAcknowledged;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Using the service on after an update: notice taken, never a consent (policy preamble, R-PRE-6, R-PRE-7, X-01). */
@Path("/v1/subjects/{id}/acknowledgements")
class AcknowledgementResource {
    /** How far a caller's clock may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Notices notices;
    private final Interstitials interstitials;
    private final Policies policies;
    private final SubjectStore subjects;
    private final GrantService consents;
    private final Reconsent reconsent;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    AcknowledgementResource(
            Notices notices,
            Interstitials interstitials,
            Policies policies,
            SubjectStore subjects,
            GrantService consents,
            Reconsent reconsent,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.notices = notices;
        this.interstitials = interstitials;
        this.policies = policies;
        this.subjects = subjects;
        this.consents = consents;
        this.reconsent = reconsent;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    record AcknowledgementRequest(
            @NotNull @Pattern(regexp = "[1-9][0-9]{0,8}", message = "must be a policy version")
            String policyVersion,

            @NotNull Instant at,
            @Nullable Instant noticeShownAt) {}

    record AcknowledgementView(
            String subjectId, String policyVersion, AcknowledgementBasis basis, Instant acknowledgedAt) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Record that the person used the service on after an update notice")
    public Response acknowledge(@PathParam("id") String id, @NotNull @Valid AcknowledgementRequest request) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        PolicyVersion version = policies.published(request.policyVersion())
                .orElseThrow(() -> new RefusedException(ProblemCode.VERSION_CONFLICT, "There is no such version."));
        if (request.at().isAfter(clock.now().plus(CLOCK_SKEW))) {
            throw Refusal.invalid("at", "lies in the future").asException();
        }
        if (request.noticeShownAt() != null && !request.noticeShownAt().isAfter(clock.now())) {
            interstitials.seen(subjectId, version.number());
        }
        SubjectState state = subjects.lock(subjectId);
        if (version.number() != policies.inForce().number()) {
            throw new RefusedException(ProblemCode.VERSION_CONFLICT, "The version is not the one in force.");
        }
        if (state.restricted() || state.erased()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "No account is open.");
        }
        if (changesFor(state, version).needsExplicitConsent()) {
            // The question is asked, once, although the answer is a refusal: both commit.
            reconsent.ask(version, subjectId, state.acceptedVersion());
            return ProblemResponses.of(Refusal.of(
                    ProblemCode.EXPLICIT_CONSENT_REQUIRED,
                    "The version asks for consent or reduces rights; using the service on is neither."));
        }
        if (state.acceptedVersion() == null) {
            return ProblemResponses.of(
                    Refusal.of(ProblemCode.EXPLICIT_CONSENT_REQUIRED, "No version was accepted before."));
        }
        return record(subjectId, state, version, request);
    }

    /** Against the version that the person is on: versions in between do not count as agreed to (R-6.1-2). */
    private PolicyChanges changesFor(SubjectState state, PolicyVersion version) {
        return Optional.ofNullable(state.acceptedVersion())
                .flatMap(accepted -> policies.published(accepted.toString()))
                .map(accepted -> policies.between(accepted, version))
                .orElseGet(version::changes);
    }

    private Response record(
            String subjectId, SubjectState state, PolicyVersion version, AcknowledgementRequest request) {
        Optional<Notices.Delivered> delivered = notices.find(subjectId, version.number())
                .filter(d -> d.deliveredAt().isBefore(request.at()));
        boolean shown =
                request.noticeShownAt() != null && request.noticeShownAt().isBefore(request.at());
        if (delivered.isEmpty() && !shown) {
            throw new RefusedException(
                    ProblemCode.NOTICE_NOT_DELIVERED, "No update notice was delivered or shown before the use.");
        }
        Instant now = clock.now();
        UUID notice = delivered.map(Notices.Delivered::notificationId).orElse(null);
        if (notices.acknowledged(subjectId, version.number(), request.at(), notice, request.noticeShownAt(), now)) {
            int accepted = Math.max(version.number(), state.acceptedVersion() == null ? 0 : state.acceptedVersion());
            consents.change(subjectId, s -> new Outcome.Changed(s.accepted(accepted), List.of()));
            outbox.append(ConsentEvents.draft(
                    subjectId,
                    new NoticeAcknowledged(
                            version.version(),
                            AcknowledgementBasis.CONTINUED_USE,
                            request.at(),
                            notice,
                            request.noticeShownAt()),
                    version.number()));
        }
        return Response.status(Response.Status.CREATED)
                .entity(new AcknowledgementView(
                        subjectId, version.version(), AcknowledgementBasis.CONTINUED_USE, request.at()))
                .build();
    }
}
