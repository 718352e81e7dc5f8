package covenant.notification.campaign;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;

/** Drives running campaigns. Replicas share them: a campaign that another one is at is left alone. */
@ApplicationScoped
class CampaignSweep {
    private final CampaignStore store;
    private final Campaigns campaigns;
    private volatile boolean stopping;

    CampaignSweep(CampaignStore store, Campaigns campaigns) {
        this.store = store;
        this.campaigns = campaigns;
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Scheduled(every = "{covenant.campaign.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        for (UUID id : store.running()) {
            boolean more = true;
            while (more && !stopping) {
                more = campaigns.step(id);
            }
        }
        for (UUID id : store.superseded()) {
            boolean more = true;
            while (more && !stopping) {
                more = campaigns.takeBack(id);
            }
        }
    }
}
