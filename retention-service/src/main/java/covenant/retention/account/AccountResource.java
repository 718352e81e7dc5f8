package covenant.retention.account;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.BusinessInstant;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import covenant.retention.account.AccountDecision.Closed;
import covenant.retention.account.AccountDecision.ClosedEarlier;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.account.AccountDecision.ConflictKind;
import covenant.retention.account.AccountDecision.Nothing;
import covenant.retention.account.AccountDecision.Opened;
import covenant.retention.account.AccountDecision.Reopened;
import covenant.retention.account.Accounts.Origin;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The REST face of the account facts; the same facts may come straight to Kafka. */
@Path("/v1/accounts/{accountId}")
class AccountResource {
    private final Accounts accounts;
    private final AccountStore store;
    private final Caller caller;
    private final CovenantClock clock;

    AccountResource(Accounts accounts, AccountStore store, Caller caller, CovenantClock clock) {
        this.accounts = accounts;
        this.store = store;
        this.caller = caller;
        this.clock = clock;
    }

    record OpeningRequest(
            @NotNull String subjectId, @NotNull Instant openedAt) {}

    /** @param closedAt now, when left out */
    record ClosureRequest(
            @NotNull String subjectId, @Nullable Instant closedAt) {}

    /** @param reopenedAt now, when left out */
    record ReopeningRequest(
            @NotNull String subjectId, @Nullable Instant reopenedAt) {}

    @PUT
    @RolesAllowed(Roles.BACKEND)
    @Transactional
    @Operation(summary = "An account was opened; AccountOpened is published once")
    public Response put(@PathParam("accountId") String accountId, @NotNull @Valid OpeningRequest request) {
        String subject = identified(accountId, request.subjectId());
        return answer(accounts.open(accountId, subject, within(request.openedAt(), "openedAt"), Origin.REST), 200);
    }

    @POST
    @Path("/closure")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(
            summary = "An account was closed: use stops, erasure falls due a month later",
            description =
                    "A repetition changes nothing; another closing instant is a conflict and the first one stands,"
                            + " unless that one still lies ahead and the other is earlier: then the dates come nearer.")
    public Response close(@PathParam("accountId") String accountId, @NotNull @Valid ClosureRequest request) {
        String subject = identified(accountId, request.subjectId());
        caller.requireOwn(subject);
        Account known = store.find(accountId).orElse(null);
        requireOwnAccount(known);
        Instant closedAt =
                request.closedAt() == null ? closedBefore(known, clock.now()) : within(request.closedAt(), "closedAt");
        return answer(accounts.close(accountId, subject, closedAt, Origin.REST), 202);
    }

    @POST
    @Path("/reopening")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "An account was reopened: cancels an erasure that was not ordered yet, else 409")
    public Response reopen(@PathParam("accountId") String accountId, @NotNull @Valid ReopeningRequest request) {
        String subject = identified(accountId, request.subjectId());
        caller.requireOwn(subject);
        Account known = store.find(accountId)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such account."));
        requireOwnAccount(known);
        return answer(accounts.reopen(accountId, subject, given(request.reopenedAt(), "reopenedAt"), Origin.REST), 202);
    }

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The account as it is known here, with the facts that contradict it")
    public AccountView get(@PathParam("accountId") String accountId) {
        return store.find(Subjects.requireAccountId(accountId))
                .filter(account ->
                        !caller.isSubjectOnly() || account.subjectId().equals(caller.id()))
                .map(account -> AccountView.of(account, store.conflicts(accountId)))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such account."));
    }

    /** Now, or when it was closed before: a repetition without an instant is nothing new. */
    private static Instant closedBefore(@Nullable Account known, Instant now) {
        if (known == null || known.status() != Account.Status.CLOSED || known.closedAt() == null) {
            return now;
        }
        return known.closedAt().isAfter(now) ? now : known.closedAt();
    }

    /** A conflict is stored although the answer is a refusal: the transaction commits. */
    private static Response answer(AccountDecision decision, int status) {
        return switch (decision) {
            case Opened(Account after) ->
                Response.status(status == 200 ? 201 : status)
                        .entity(AccountView.of(after))
                        .build();
            case Closed(Account after) ->
                Response.status(status).entity(AccountView.of(after)).build();
            case ClosedEarlier(Account after) ->
                Response.status(status).entity(AccountView.of(after)).build();
            case Reopened(Account after) ->
                Response.status(status).entity(AccountView.of(after)).build();
            case Nothing(Account after) ->
                Response.status(status).entity(AccountView.of(after)).build();
            case Conflict conflict -> ProblemResponses.of(refusal(conflict.kind()));
        };
    }

    private static Refusal refusal(ConflictKind kind) {
        return switch (kind) {
            case OTHER_SUBJECT -> Refusal.of(ProblemCode.STATE_CONFLICT, "The account belongs to another subject.");
            case CLOSED_BEFORE ->
                Refusal.of(
                        ProblemCode.STATE_CONFLICT, "The account was closed before, at another instant, which stands.");
            case CLOSED_BEFORE_OPENING ->
                Refusal.of(ProblemCode.STATE_CONFLICT, "The account was opened later than that; nothing was closed.");
            case OPENED_AFTER_CLOSING ->
                Refusal.of(ProblemCode.STATE_CONFLICT, "The account is closed; reopening it is another call.");
            case REOPENED_TOO_LATE ->
                Refusal.of(ProblemCode.STATE_CONFLICT, "Erasure was ordered already; a new registration is needed.");
        };
    }

    /** A person learns nothing of accounts of others, not even that they exist. */
    private void requireOwnAccount(@Nullable Account known) {
        if (known != null && caller.isSubjectOnly() && !known.subjectId().equals(caller.id())) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such account.");
        }
    }

    private static String identified(String accountId, String subjectId) {
        Subjects.requireAccountId(accountId);
        return Subjects.requireSubjectId(subjectId);
    }

    private Instant given(@Nullable Instant at, String field) {
        return at == null ? clock.now() : within(at, field);
    }

    private Instant within(Instant at, String field) {
        if (!BusinessInstant.plausible(at, clock.now())) {
            throw Refusal.invalid(field, "must lie between 1970 and ten years from now")
                    .asException();
        }
        return BusinessInstant.stored(at);
    }
}
