package covenant.request.verification;

import covenant.contracts.DsrEvent.VerificationMethod;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.request.flow.Flow;
import covenant.request.notice.Notices;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestDecider;
import covenant.request.request.RequestState;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Proves identities. A failed attempt is stored although the answer is a refusal: callers return it, they never throw it. */
@ApplicationScoped
class Verification {
    private static final Logger LOG = Logger.getLogger(Verification.class);

    private final Requests requests;
    private final VerificationStore store;
    private final OneTimeCodes codes;
    private final Assertions assertions;
    private final Notices notices;
    private final Flow flow;
    private final FieldCipher cipher;
    private final HolderRegistry holders;
    private final Caller caller;
    private final CovenantClock clock;
    private final MeterRegistry metrics;
    private final Guard.Limits limits;
    private final Duration lifetime;
    private final int replyDays;
    private final int identityDays;

    Verification(
            Requests requests,
            VerificationStore store,
            OneTimeCodes codes,
            Assertions assertions,
            Notices notices,
            Flow flow,
            FieldCipher cipher,
            HolderRegistry holders,
            Caller caller,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.request.code.attempts") int attempts,
            @ConfigProperty(name = "covenant.request.code.lock") Duration lock,
            @ConfigProperty(name = "covenant.request.code.lifetime") Duration lifetime,
            @ConfigProperty(name = "covenant.request.reply-days") int replyDays,
            @ConfigProperty(name = "covenant.request.identity-days") int identityDays) {
        this.requests = requests;
        this.store = store;
        this.codes = codes;
        this.assertions = assertions;
        this.notices = notices;
        this.flow = flow;
        this.cipher = cipher;
        this.holders = holders;
        this.caller = caller;
        this.clock = clock;
        this.metrics = metrics;
        this.limits = new Guard.Limits(attempts, lock);
        this.lifetime = lifetime;
        this.replyDays = replyDays;
        this.identityDays = identityDays;
    }

    /** What came of it: the verified request, or a refusal that is answered after everything was stored. */
    sealed interface Result {
        record Proven(Request request) implements Result {}

        record NotProven(Refusal refusal) implements Result {}
    }

    /** Sends a code and says until when it holds. */
    Instant challenge(Request request) {
        Instant now = clock.now();
        requireMethod(request, VerificationMethod.ONE_TIME_CODE);
        Guard guard = store.lockGuard(request.subjectId());
        guard.locked(now).or(() -> guard.tooManyCodes(now)).ifPresent(refusal -> {
            throw refusal.asException();
        });
        requests.requireReopenable(request);
        Request asked = requests.apply(request, new RequestCommand.AskIdentity(identityExpiresAt(now)));
        UUID id = Ids.next(now);
        String code = codes.next();
        Instant expiresAt = now.plus(lifetime);
        store.put(request.id(), id, codes.hash(request.id(), id, code), now, expiresAt);
        store.save(request.subjectId(), guard.codeSent(now));
        notices.code(asked, id, code, expiresAt);
        return expiresAt;
    }

    Result byCode(Request request, String code) {
        requireMethod(request, VerificationMethod.ONE_TIME_CODE);
        return attempt(request, VerificationMethod.ONE_TIME_CODE, () -> codeFits(request, code));
    }

    Result byAssertion(Request request, String assertion) {
        requireMethod(request, VerificationMethod.ASSERTION);
        return attempt(
                request,
                VerificationMethod.ASSERTION,
                () -> assertions
                        .check(assertion, request.subjectId())
                        .filter(accepted -> store.useAssertion(accepted.id(), accepted.expiresAt()))
                        .isPresent());
    }

    /** The person's own session, with a second factor, says who she is (R-5.2.1-3); nobody else's does. */
    Result bySession(Request request) {
        requireMethod(request, VerificationMethod.ASSERTION);
        if (!caller.isSubjectOnly()) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "Only the person's own session proves who she is.");
        }
        caller.requireMfa();
        return attempt(request, VerificationMethod.ASSERTION, () -> caller.id().equals(request.subjectId()));
    }

    /** An operator looked at a document; the lock after wrong codes does not stop this way. */
    Result byDocument(Request request, VerificationBody.Document document, VerificationBody.Outcome outcome) {
        requireWaiting(request);
        ProofLevels.violation(request.requester(), document.kind())
                .or(() -> ProofLevels.tooMuch(
                        document.categories(),
                        category ->
                                !holders.internalHoldersOf(List.of(category)).isEmpty()))
                .ifPresent(refusal -> {
                    throw refusal.asException();
                });
        Instant now = clock.now();
        store.addProof(
                Ids.next(now),
                request.id(),
                request.subjectId(),
                document.kind(),
                outcome.name(),
                caller.id(),
                now,
                cipher.encrypt(request.subjectId(), SealedFields.PROOF, document.evidence()));
        return switch (outcome) {
            case VERIFIED -> proven(request, VerificationMethod.DOCUMENT, store.lockGuard(request.subjectId()), now);
            case FAILED -> failed(request, VerificationMethod.DOCUMENT, store.lockGuard(request.subjectId()), now);
        };
    }

    private interface Check {
        boolean passes();
    }

    private Result attempt(Request request, VerificationMethod method, Check check) {
        requireWaiting(request);
        Instant now = clock.now();
        Guard guard = store.lockGuard(request.subjectId());
        Optional<Refusal> locked = guard.locked(now);
        if (locked.isPresent()) {
            return new Result.NotProven(locked.get());
        }
        return check.passes() ? proven(request, method, guard, now) : failed(request, method, guard, now);
    }

    private boolean codeFits(Request request, String code) {
        return store.challenge(request.id())
                .filter(c -> !c.used() && clock.now().isBefore(c.expiresAt()))
                .filter(c -> codes.matches(c.codeHmac(), request.id(), c.id(), code))
                .isPresent();
    }

    private Result proven(Request request, VerificationMethod method, Guard guard, Instant now) {
        store.save(request.subjectId(), guard.success());
        store.endChallenge(request.id());
        requests.requireReopenable(request);
        Instant replyDue = LegalCalendar.replyDue(request.receivedAt(), now, replyDays);
        Request verified = requests.apply(request, new RequestCommand.ProveIdentity(method, replyDue));
        flow.verified(verified);
        return new Result.Proven(verified);
    }

    private Result failed(Request request, VerificationMethod method, Guard guard, Instant now) {
        Guard after = guard.failure(now, limits);
        store.save(request.subjectId(), after);
        if (after.lockedUntil() != null) {
            store.endChallenge(request.id());
            metrics.counter("covenant.request.identity.locked").increment();
            LOG.errorf("Identity of request %s locked after %d failed attempts", request.id(), after.failed());
            notices.locked(request, after.lockedUntil());
        }
        requests.apply(
                request,
                new RequestCommand.RecordFailure(method, after.failed(), after.lockedUntil(), identityExpiresAt(now)));
        Refusal refusal = Refusal.of(
                        ProblemCode.IDENTITY_NOT_VERIFIED,
                        "Not verified. Ask for a new code, sign in anew, or send a document to the operator.")
                .with("attemptsLeft", after.left(limits));
        return new Result.NotProven(
                after.lockedUntil() == null
                        ? refusal
                        : refusal.with("lockedUntil", after.lockedUntil().toString()));
    }

    private Instant identityExpiresAt(Instant now) {
        return LegalCalendar.fullDaysAfter(now, identityDays);
    }

    /** Asked before anything is counted: an attempt on a request that awaits none is no failure. */
    private static void requireWaiting(Request request) {
        boolean waiting = request.state().proof().isEmpty()
                && (request.state().open() || request.state() instanceof RequestState.ClosedUnverified);
        if (!waiting) {
            throw Refusal.of(ProblemCode.STATE_CONFLICT, "This request awaits no proof of identity.")
                    .with("requestStatus", request.state().status())
                    .asException();
        }
    }

    private static void requireMethod(Request request, VerificationMethod method) {
        if (!RequestDecider.methods(request).contains(method)) {
            throw Refusal.of(
                            ProblemCode.STATE_CONFLICT,
                            "Whoever asks for another person proves identity and authority by document.")
                    .asException();
        }
    }
}
