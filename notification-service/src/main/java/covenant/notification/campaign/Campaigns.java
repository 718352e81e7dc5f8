package covenant.notification.campaign;

import covenant.contracts.Actor;
import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.announcement.Announcements;
import covenant.notification.delivery.NoticeDesk;
import covenant.notification.delivery.NoticeOrder;
import covenant.platform.call.CallContext;
import covenant.platform.call.Cause;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Starts, expands and completes campaigns. */
@ApplicationScoped
public class Campaigns {
    private static final int BATCH = 500;

    private final CampaignStore store;
    private final NoticeDesk desk;
    private final Announcements announcements;
    private final List<Audience> audiences;
    private final Event<CampaignFinished> finished;
    private final Outbox outbox;
    private final CallContext calls;
    private final CovenantClock clock;

    Campaigns(
            CampaignStore store,
            NoticeDesk desk,
            Announcements announcements,
            @All List<Audience> audiences,
            Event<CampaignFinished> finished,
            Outbox outbox,
            CallContext calls,
            CovenantClock clock) {
        this.store = store;
        this.desk = desk;
        this.announcements = announcements;
        this.audiences = audiences;
        this.finished = finished;
        this.outbox = outbox;
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Starts a campaign unless there is one for the same occasion.
     *
     * @param announce true: announced at once, beside the individual messages; false: only if somebody cannot be reached
     * @return its id, or empty if the occasion has one
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<UUID> start(
            CampaignKind kind,
            String key,
            String template,
            Map<String, String> parameters,
            @Nullable List<Channel> channels,
            About about,
            boolean announce) {
        Instant now = clock.now();
        Cause cause = calls.current();
        Campaign campaign = new Campaign(
                Ids.next(now),
                key,
                kind,
                Campaign.Status.RUNNING,
                messageClass(kind),
                template,
                parameters,
                channels,
                about,
                "",
                false,
                0,
                null,
                now,
                null,
                null,
                cause.correlationId(),
                cause.causationId());
        if (!store.insert(campaign)) {
            return Optional.empty();
        }
        outbox.append(draft(
                campaign,
                new NotificationEvent.CampaignStarted(
                        campaign.id(), kind, about, audience(kind).size(campaign), now)));
        if (announce) {
            announce(campaign);
        }
        return Optional.of(campaign.id());
    }

    /** The end of the service was moved: whoever waits for the message of the older date gets that of the newer one only. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void supersede(UUID terminationId, UUID newer) {
        store.supersede(terminationId, newer);
    }

    /**
     * Takes back some of the messages of a superseded campaign that nobody has handed over.
     *
     * @return whether there may be more
     */
    @Transactional
    boolean takeBack(UUID campaignId) {
        boolean more = desk.withdraw(campaignId, BATCH) > 0;
        if (!more) {
            store.ended(campaignId, clock.now());
        }
        return more;
    }

    /** Persons were added to the audience of a campaign that runs. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void audienceGrew(UUID campaignId) {
        store.rewind(campaignId);
    }

    /** One person more, whom the expansion may have passed already; who has the notice gets no second one. */
    void joined(Campaign campaign, String subjectId) {
        store.grew(campaign.id(), desk.orderForAll(order(campaign), List.of(subjectId)));
    }

    /**
     * One step: the next batch of notices, or the end. One transaction; a stop anywhere loses and doubles nothing.
     *
     * @return whether there is more to do at once
     */
    @Transactional
    public boolean step(UUID campaignId) {
        Optional<Campaign> claimed = store.claim(campaignId);
        if (claimed.isEmpty()) {
            return false;
        }
        Campaign campaign = claimed.get();
        Cause cause =
                new Cause(campaign.correlationId(), campaign.causationId(), Actor.system("notification-service"), null);
        return calls.within(cause, () -> step(campaign));
    }

    private boolean step(Campaign campaign) {
        if (!campaign.expanded()) {
            return expand(campaign);
        }
        if (!store.hasPending(campaign.id())) {
            complete(campaign);
        }
        return false;
    }

    private boolean expand(Campaign campaign) {
        List<String> people = audience(campaign.kind()).next(campaign, campaign.position(), BATCH);
        if (people.isEmpty()) {
            store.expanded(campaign.id());
            return true;
        }
        int added = desk.orderForAll(order(campaign), people);
        store.advance(campaign.id(), people.getLast(), added);
        return true;
    }

    private static NoticeOrder order(Campaign c) {
        return new NoticeOrder(
                c.id(),
                c.messageClass(),
                c.template(),
                null,
                c.channels(),
                c.parameters(),
                null,
                c.key(),
                c.about(),
                c.id(),
                null);
    }

    private void complete(Campaign campaign) {
        Instant now = clock.now();
        CampaignProgress before = store.progress(campaign.id(), now);
        boolean announced = campaign.announcementId() != null;
        if (!announced && (before.unreachable() > 0 || campaign.total() == 0)) {
            announce(campaign);
            announced = true;
        }
        if (announced) {
            store.coverUnreachable(campaign.id(), now);
        }
        // The period counts from the last individual notice or the announcement, whichever came later (R-4.2.3-1).
        boolean justAnnounced = announced && campaign.announcementId() == null;
        Instant last = justAnnounced || (announced && before.lastNoticeAt() == null) ? now : before.lastNoticeAt();
        store.complete(campaign.id(), now, last);
        CampaignProgress progress = store.progress(campaign.id(), now);
        outbox.append(draft(
                campaign,
                new NotificationEvent.CampaignCompleted(
                        campaign.id(),
                        campaign.kind(),
                        campaign.about(),
                        campaign.total(),
                        progress.reached(),
                        progress.coveredByAnnouncement(),
                        last,
                        now)));
        finished.fire(new CampaignFinished(campaign, progress, now));
    }

    private void announce(Campaign campaign) {
        store.announcement(
                campaign.id(),
                announcements.publish(
                        campaign.messageClass(),
                        campaign.template(),
                        campaign.parameters(),
                        campaign.about(),
                        campaign.id()));
    }

    private Audience audience(CampaignKind kind) {
        return audiences.stream()
                .filter(a -> a.kinds().contains(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no audience for campaigns of kind " + kind));
    }

    private static MessageClass messageClass(CampaignKind kind) {
        return switch (kind) {
            case POLICY_CHANGE -> MessageClass.POLICY;
            case BREACH -> MessageClass.BREACH;
            case TERMINATION -> MessageClass.TERMINATION;
        };
    }

    private static EventDraft draft(Campaign campaign, NotificationEvent event) {
        return EventDraft.of("campaign:" + campaign.id(), event)
                .key(campaign.id().toString())
                .policyVersion(campaign.about().policyVersion());
    }
}
