package covenant.consent.holder;

import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.holder.HolderReviews.Review;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Audits and questionnaires of a recipient, each with the date of the next. */
@Path("/v1/holders/{id}/reviews")
class HolderReviewResource {
    private final HolderReviews reviews;
    private final HolderStore holders;
    private final Alarms alarms;
    private final Caller caller;
    private final CovenantClock clock;

    HolderReviewResource(
            HolderReviews reviews, HolderStore holders, Alarms alarms, Caller caller, CovenantClock clock) {
        this.reviews = reviews;
        this.holders = holders;
        this.alarms = alarms;
        this.caller = caller;
        this.clock = clock;
    }

    record ReviewRequest(
            @NotNull Review.Kind kind,
            @NotNull Review.Outcome outcome,

            @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in lower-case hex")
            String reportSha256,

            @NotNull LocalDate reviewedOn,
            @NotNull LocalDate nextReviewOn) {}

    @POST
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Record an audit or questionnaire of the holder")
    public Response record(@PathParam("id") String id, @NotNull @Valid ReviewRequest request) {
        if (holders.find(id).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such holder.");
        }
        Instant now = clock.now();
        if (request.reviewedOn().isAfter(LegalCalendar.dayOf(now))) {
            throw Refusal.invalid("reviewedOn", "lies in the future").asException();
        }
        if (!request.nextReviewOn().isAfter(request.reviewedOn())) {
            throw Refusal.invalid("nextReviewOn", "must lie after reviewedOn").asException();
        }
        reviews.of(id, new UUID(0, 0), PageRequest.MAX_LIMIT)
                .forEach(old -> alarms.settled(Alarm.Code.REVIEW_OVERDUE, reference(old), caller.id(), now));
        Review review = new Review(
                Ids.next(now),
                id,
                request.kind(),
                request.outcome(),
                request.reportSha256(),
                request.reviewedOn(),
                request.nextReviewOn(),
                caller.id(),
                now);
        reviews.insert(review);
        return Response.status(Response.Status.CREATED).entity(review).build();
    }

    @GET
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Reviews of the holder, the oldest first")
    public Page<Review> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        UUID after = page.after(1).map(a -> PageRequest.uuid(a.getFirst())).orElse(new UUID(0, 0));
        return Page.of(reviews.of(id, after, page.rowsToRead()), page, r -> List.of(r.id().toString()));
    }

    private static String reference(Review review) {
        return review.holderId() + "/" + review.nextReviewOn();
    }

    /** Raises an alarm when the next review is late. */
    @ApplicationScoped
    static class ReviewSweep {
        private final HolderReviews reviews;
        private final Alarms alarms;
        private final CovenantClock clock;

        ReviewSweep(HolderReviews reviews, Alarms alarms, CovenantClock clock) {
            this.reviews = reviews;
            this.alarms = alarms;
            this.clock = clock;
        }

        @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        void sweep() {
            Instant now = clock.now();
            reviews.overdue(LegalCalendar.dayOf(now))
                    .forEach(late -> QuarkusTransaction.requiringNew()
                            .run(() -> alarms.raise(Alarm.Code.REVIEW_OVERDUE, reference(late), null, now)));
        }
    }
}
