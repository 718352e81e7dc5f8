package covenant.notification.campaign;

import java.time.Instant;

/** Fired in the transaction that completes a campaign. */
public record CampaignFinished(Campaign campaign, CampaignProgress progress, Instant at) {}
