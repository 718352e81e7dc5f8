package covenant.retention.account;

import covenant.contracts.AccountEvent;
import covenant.contracts.AccountId;
import covenant.contracts.SubjectId;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.time.BusinessInstant;
import covenant.platform.time.CovenantClock;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.account.AccountDecision.ConflictKind;
import covenant.retention.account.Accounts.Origin;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Facts about accounts as the company's own systems send them. What this service published itself is known already. */
@ApplicationScoped
class AccountEventsConsumer {
    private final EventIntake intake;
    private final Accounts accounts;
    private final CovenantClock clock;

    AccountEventsConsumer(EventIntake intake, Accounts accounts, CovenantClock clock) {
        this.intake = intake;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Incoming("account")
    @Blocking
    public void account(ConsumerRecords<String, byte[]> records) {
        intake.takeOthers(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        String subject = event.subjectId();
        if (SubjectId.check(subject).isPresent()) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "the key is not a subject id");
        }
        switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened e ->
                require(accounts.open(account(e.accountId()), subject, at(event, e.openedAt()), Origin.KAFKA));
            case AccountEvent.AccountClosed e ->
                require(accounts.close(account(e.accountId()), subject, at(event, e.closedAt()), Origin.KAFKA));
            case AccountEvent.AccountReopened e ->
                require(accounts.reopen(account(e.accountId()), subject, at(event, e.reopenedAt()), Origin.KAFKA));
            case AccountEvent.SubjectDeceased e -> accounts.closeAllOf(subject, at(event, e.reportedAt()));
            case AccountEvent.ServiceTerminationScheduled e -> onlyFromHere();
            case AccountEvent.ServiceTerminationExecuted e -> onlyFromHere();
        }
    }

    /** Only somebody else's account is an error of the message; other conflicts are recorded and the first fact stands. */
    private static void require(AccountDecision decision) {
        if (decision instanceof Conflict conflict && conflict.kind() == ConflictKind.OTHER_SUBJECT) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "the account belongs to another subject");
        }
    }

    private static void onlyFromHere() {
        throw new EventRejectedException(
                DeadLetterReason.NOT_APPLICABLE, "the end of the service is decided in the retention service");
    }

    private static String account(String accountId) {
        if (AccountId.check(accountId).isPresent()) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "accountId is not a pseudonymous id");
        }
        return accountId;
    }

    private Instant at(IncomingEvent event, @Nullable Instant stated) {
        Instant at = stated == null ? event.envelope().occurredAt() : stated;
        if (!BusinessInstant.plausible(at, clock.now())) {
            throw new EventRejectedException(
                    DeadLetterReason.NOT_APPLICABLE, "the instant lies before 1970 or over ten years ahead");
        }
        return BusinessInstant.stored(at);
    }
}
