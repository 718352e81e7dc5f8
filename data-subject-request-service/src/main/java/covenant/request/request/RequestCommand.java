package covenant.request.request;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.VerificationMethod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done to a request. */
public sealed interface RequestCommand {

    /** A challenge was sent; a request closed as unverified is taken up again. */
    record AskIdentity(Instant expiresAt) implements RequestCommand {}

    record RecordFailure(
            VerificationMethod method,
            int failedAttempts,
            @Nullable Instant lockedUntil,
            Instant expiresAt) implements RequestCommand {}

    record ProveIdentity(VerificationMethod method, Instant replyDue) implements RequestCommand {}

    /** No rule decides it: a person has to. */
    record PutInReview() implements RequestCommand {}

    /** @param categories what is granted; empty means everything */
    record Accept(
            List<String> categories,
            @Nullable DeletionTrigger trigger,
            @Nullable String accountId,
            boolean automatic) implements RequestCommand {}

    /** @param categories only these; empty refuses the whole request */
    record Refuse(RefusalGround ground, boolean secret, List<String> categories) implements RequestCommand {}

    record Begin() implements RequestCommand {}

    /** An answer leaves although something is missing. */
    record AnswerPartially(List<String> missingHolders, List<String> restrictedCategories) implements RequestCommand {}

    record Complete(Outcome outcome, List<String> restrictedCategories) implements RequestCommand {}

    record Cancel(CancellationCause cause) implements RequestCommand {}

    record ExpireIdentity() implements RequestCommand {}

    record Remind(int day) implements RequestCommand {}

    record MarkOverdue() implements RequestCommand {}
}
