package covenant.notification.account;

import covenant.contracts.AccountEvent;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.campaign.Campaigns;
import covenant.notification.delivery.NoticeDesk;
import covenant.notification.delivery.NoticeOrder;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Follows the accounts; confirms a closure to the person, and tells everyone of the end of the service (policy 4.2.3). */
@ApplicationScoped
class AccountEventsConsumer {
    /** The longest ordinary period; what a law keeps longer is named in the closing notice (policy 4.2.2). */
    private static final Period AFTER_CLOSURE = Period.ofMonths(1);

    private final EventIntake intake;
    private final AccountStore accounts;
    private final NoticeDesk desk;
    private final Campaigns campaigns;
    private final CovenantClock clock;

    AccountEventsConsumer(
            EventIntake intake, AccountStore accounts, NoticeDesk desk, Campaigns campaigns, CovenantClock clock) {
        this.intake = intake;
        this.accounts = accounts;
        this.desk = desk;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    @Incoming("account")
    @Blocking
    public void account(ConsumerRecord<String, byte[]> record) {
        intake.take(record, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        Instant told = event.envelope().occurredAt();
        switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened e -> accounts.put(e.accountId(), event.subjectId(), true, at(e.openedAt(), told));
            case AccountEvent.AccountReopened e -> accounts.put(
                    e.accountId(), event.subjectId(), true, at(e.reopenedAt(), told));
            case AccountEvent.AccountClosed e -> closed(event.subjectId(), e.accountId(), at(e.closedAt(), told));
            case AccountEvent.ServiceTerminationScheduled e -> terminates(e);
            // The relatives are not known here; what follows is the request service's.
            case AccountEvent.SubjectDeceased e -> {}
            case AccountEvent.ServiceTerminationExecuted e -> {}
        }
    }

    private void closed(String subjectId, String accountId, Instant closedAt) {
        accounts.put(accountId, subjectId, false, closedAt);
        desk.order(
                NoticeOrder.own(
                        Ids.next(clock.now()),
                        MessageClass.SERVICE,
                        "account-closed",
                        Map.of(
                                "closedAt", closedAt.toString(),
                                "erasureDue", LegalCalendar.retentionDue(closedAt, AFTER_CLOSURE)
                                        .toString()),
                        "account-closed:" + accountId + ":" + closedAt,
                        null),
                subjectId);
    }

    /** A moved date is a new occasion: everyone is told of it. */
    private void terminates(AccountEvent.ServiceTerminationScheduled e) {
        UUID id = e.terminationId();
        campaigns.start(
                CampaignKind.TERMINATION,
                "termination:" + id + ":" + e.terminateAt(),
                "termination",
                Map.of("terminateAt", e.terminateAt().toString()),
                null,
                new About(null, null, id, null, null),
                true);
    }

    private static Instant at(@Nullable Instant given, Instant told) {
        return given == null ? told : given;
    }
}
