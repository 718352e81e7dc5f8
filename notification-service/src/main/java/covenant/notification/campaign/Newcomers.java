package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who registers once the end of the service is announced is told of it too (policy 4.2.3): the campaign may have passed by
 * already. Nobody is told twice: the notice has the dedup key of the campaign's.
 */
@ApplicationScoped
public class Newcomers {
    private final CampaignStore store;
    private final Campaigns campaigns;
    private final CovenantClock clock;

    Newcomers(CampaignStore store, Campaigns campaigns, CovenantClock clock) {
        this.store = store;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void registered(String subjectId) {
        store.latest(CampaignKind.TERMINATION)
                .filter(campaign -> ahead(campaign.parameters().get("terminateAt")))
                .ifPresent(campaign -> campaigns.joined(campaign, subjectId));
    }

    private boolean ahead(@Nullable String terminateAt) {
        return terminateAt != null && Instant.parse(terminateAt).isAfter(clock.now());
    }
}
