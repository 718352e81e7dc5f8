package covenant.consent.account;

import covenant.consent.account.AccountDecision.Conflict;
import covenant.consent.account.AccountDecision.ConflictKind;
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
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** The company's account system tells; straight from Kafka or through the retention service. */
@ApplicationScoped
class AccountEventsConsumer {
    private final EventIntake intake;
    private final AccountLife accounts;
    private final Termination termination;
    private final CovenantClock clock;

    AccountEventsConsumer(EventIntake intake, AccountLife accounts, Termination termination, CovenantClock clock) {
        this.clock = clock;
        this.intake = intake;
        this.accounts = accounts;
        this.termination = termination;
    }

    @Incoming("account")
    @Blocking
    public void account(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened e ->
                require(accounts.opened(account(e.accountId()), person(event), at(event, e.openedAt())));
            case AccountEvent.AccountClosed e ->
                require(accounts.closed(account(e.accountId()), person(event), at(event, e.closedAt())));
            case AccountEvent.AccountReopened e ->
                require(accounts.reopened(account(e.accountId()), person(event), at(event, e.reopenedAt())));
            case AccountEvent.SubjectDeceased e -> accounts.deceased(person(event), at(event, e.reportedAt()));
            case AccountEvent.ServiceTerminationScheduled e -> {
                // Consents go on until the end; people are told by the notification service.
            }
            case AccountEvent.ServiceTerminationExecuted e -> termination.begin(e.terminationId(), e.executedAt());
        }
    }

    /** Only somebody else's account is an error of the message; of other conflicts an alarm tells, and the first fact stands. */
    private static void require(AccountDecision decision) {
        if (decision instanceof Conflict conflict && conflict.kind() == ConflictKind.OTHER_SUBJECT) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "the account belongs to another subject");
        }
    }

    private Instant at(IncomingEvent event, @Nullable Instant told) {
        Instant at = told == null ? event.envelope().occurredAt() : told;
        if (!BusinessInstant.plausible(at, clock.now())) {
            throw new EventRejectedException(
                    DeadLetterReason.NOT_APPLICABLE, "the instant lies before 1970 or over ten years ahead");
        }
        return BusinessInstant.stored(at);
    }

    private static String person(IncomingEvent event) {
        if (SubjectId.check(event.subjectId()).isPresent()) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "subjectId is not a pseudonym");
        }
        return event.subjectId();
    }

    private static String account(String accountId) {
        if (AccountId.check(accountId).isPresent()) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "accountId is not a pseudonym");
        }
        return accountId;
    }
}
