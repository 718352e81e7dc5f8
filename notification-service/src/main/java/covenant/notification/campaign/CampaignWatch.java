package covenant.notification.campaign;

import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The progress of campaigns for those who watch them. Counting a million notices takes as long as sending hundreds of mails: what was counted is shown
 * for ten times as long as it took, so that watchers, however many and eager, cost a tenth of a processor. A small campaign is shown as it is.
 */
@ApplicationScoped
class CampaignWatch {
    private static final int SHOWN_FOR = 10;
    private static final int CAMPAIGNS = 200;

    private final CampaignStore store;
    private final CovenantClock clock;
    private final Map<UUID, Counted> counted = new ConcurrentHashMap<>();

    CampaignWatch(CampaignStore store, CovenantClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param until by {@link System#nanoTime} */
    private record Counted(CampaignProgress progress, Campaign.Status status, long until) {}

    CampaignProgress progress(Campaign campaign) {
        if (counted.size() > CAMPAIGNS) {
            counted.clear();
        }
        return counted.compute(
                        campaign.id(),
                        (id, known) -> known != null
                                        && known.status() == campaign.status()
                                        && System.nanoTime() < known.until()
                                ? known
                                : count(campaign))
                .progress();
    }

    private Counted count(Campaign campaign) {
        long start = System.nanoTime();
        CampaignProgress progress = store.progress(campaign.id(), clock.now());
        long end = System.nanoTime();
        return new Counted(progress, campaign.status(), end + SHOWN_FOR * (end - start));
    }
}
