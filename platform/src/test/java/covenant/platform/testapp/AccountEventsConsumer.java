package covenant.platform.testapp;

import covenant.contracts.AccountEvent;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jdbi.v3.core.Jdbi;

/** A consumer as every service has them; accounts named in {@link #FAILING} cannot be handled for now. */
@ApplicationScoped
public class AccountEventsConsumer {
    public static final Set<String> FAILING = ConcurrentHashMap.newKeySet();

    private final EventIntake intake;
    private final Jdbi jdbi;

    AccountEventsConsumer(EventIntake intake, Jdbi jdbi) {
        this.intake = intake;
        this.jdbi = jdbi;
    }

    @Incoming("test-account")
    @Blocking
    public void account(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        String account = switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened opened -> opened.accountId();
            case AccountEvent.AccountClosed closed -> closed.accountId();
            case AccountEvent.AccountReopened reopened -> reopened.accountId();
            case AccountEvent.SubjectDeceased deceased -> event.subjectId();
            case AccountEvent.ServiceTerminationScheduled scheduled -> "all";
            case AccountEvent.ServiceTerminationExecuted executed -> "all";
        };
        jdbi.useHandle(h -> h.createUpdate("insert into applied (account_id, event) values (:a, :e)")
                .bind("a", account)
                .bind("e", event.envelope().eventType())
                .execute());
        if (FAILING.contains(account)) {
            throw new IllegalStateException("cannot be handled for now");
        }
        if (account.startsWith("never-")) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "accounts of this kind are refused");
        }
    }
}
