package covenant.notification.campaign;

import covenant.platform.measure.Measure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** How far the campaigns are that tell many persons at once (policy 4.1.3, 6.2). */
@ApplicationScoped
class CampaignMeasures {

    @Produces
    Measure running() {
        return Measure.count(
                "covenant.campaign.running",
                "Campaigns that are under way",
                "select count(*) from campaign where status = 'RUNNING'");
    }

    @Produces
    Measure pending() {
        return Measure.count(
                "covenant.campaign.pending",
                "Persons of running campaigns of whom it is not settled whether they were reached",
                "select count(*) from notice n join campaign c on c.id = n.campaign_id"
                        + " where c.status = 'RUNNING' and n.outcome = 'PENDING'");
    }

    @Produces
    Measure rate() {
        return Measure.count(
                "covenant.campaign.rate",
                "Messages of running campaigns that left per second, over the last minute",
                "select count(*) / 60.0 from campaign c join delivery d on d.campaign_id = c.id"
                        + " and d.sent_at > cast(:now as timestamptz) - interval '1 minute' where c.status = 'RUNNING'");
    }
}
