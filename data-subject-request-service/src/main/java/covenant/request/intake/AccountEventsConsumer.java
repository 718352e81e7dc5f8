package covenant.request.intake;

import covenant.contracts.AccountEvent;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.request.facts.FactStore;
import covenant.request.flow.FactsArrived;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Accounts: a closed one is a trigger of deletion (policy 5.2(4)) and fulfils a wish to close it. */
@ApplicationScoped
class AccountEventsConsumer {
    private final EventIntake intake;
    private final FactStore facts;
    private final FactsArrived arrived;

    AccountEventsConsumer(EventIntake intake, FactStore facts, FactsArrived arrived) {
        this.intake = intake;
        this.facts = facts;
        this.arrived = arrived;
    }

    @Incoming("account")
    @Blocking
    void account(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened e -> fact(event, e.accountId(), true, e.openedAt());
            case AccountEvent.AccountReopened e -> fact(event, e.accountId(), true, e.reopenedAt());
            case AccountEvent.AccountClosed e -> {
                fact(event, e.accountId(), false, e.closedAt());
                arrived.accountClosed(event.subjectId(), e.accountId());
            }
            case AccountEvent.SubjectDeceased e -> facts.deceased(event.subjectId(), at(event, e.reportedAt()));
            case AccountEvent.ServiceTerminationScheduled e ->
                facts.termination(e.terminationId(), e.terminateAt(), null);
            case AccountEvent.ServiceTerminationExecuted e ->
                facts.termination(e.terminationId(), e.terminateAt(), e.executedAt());
        }
    }

    private void fact(IncomingEvent event, String accountId, boolean open, @Nullable Instant at) {
        facts.account(accountId, event.subjectId(), open, at(event, at));
    }

    private static Instant at(IncomingEvent event, @Nullable Instant at) {
        return at == null ? event.envelope().occurredAt() : at;
    }
}
