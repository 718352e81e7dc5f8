package covenant.notification.account;

import covenant.contracts.AccountEvent;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.notification.campaign.Campaigns;
import covenant.notification.campaign.Newcomers;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Follows the accounts, and tells everyone of the end of the service (policy 4.2.3). */
@ApplicationScoped
class AccountEventsConsumer {
    private final EventIntake intake;
    private final AccountStore accounts;
    private final Campaigns campaigns;
    private final Newcomers newcomers;

    AccountEventsConsumer(EventIntake intake, AccountStore accounts, Campaigns campaigns, Newcomers newcomers) {
        this.intake = intake;
        this.accounts = accounts;
        this.campaigns = campaigns;
        this.newcomers = newcomers;
    }

    @Incoming("account")
    @Blocking
    public void account(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.BY_VERSION, this::apply);
    }

    private void apply(IncomingEvent event) {
        Instant told = event.envelope().occurredAt();
        switch ((AccountEvent) event.payload()) {
            case AccountEvent.AccountOpened e -> {
                accounts.put(e.accountId(), event.subjectId(), true, at(e.openedAt(), told));
                newcomers.registered(event.subjectId());
            }
            case AccountEvent.AccountReopened e -> {
                accounts.put(e.accountId(), event.subjectId(), true, at(e.reopenedAt(), told));
                newcomers.registered(event.subjectId());
            }
            // The closing notice is requested by the retention service, which knows the day of erasure.
            case AccountEvent.AccountClosed e ->
                accounts.put(e.accountId(), event.subjectId(), false, at(e.closedAt(), told));
            case AccountEvent.ServiceTerminationScheduled e ->
                terminates(event.envelope().eventId().toString(), e);
            // The relatives are not known here; what follows is the request service's.
            case AccountEvent.SubjectDeceased e -> {}
            case AccountEvent.ServiceTerminationExecuted e -> {}
        }
    }

    /** A moved date is a new occasion, also one moved back: everyone is told of it, and of no older one any more. */
    private void terminates(String eventId, AccountEvent.ServiceTerminationScheduled e) {
        UUID id = e.terminationId();
        campaigns
                .start(
                        CampaignKind.TERMINATION,
                        "termination:" + id + ":" + eventId,
                        "termination",
                        Map.of("terminateAt", e.terminateAt().toString()),
                        null,
                        new About(null, null, id, null, null),
                        true)
                .ifPresent(newest -> campaigns.supersede(id, newest));
    }

    private static Instant at(@Nullable Instant given, Instant told) {
        return given == null ? told : given;
    }
}
