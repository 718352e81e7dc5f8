package covenant.notification.incident;

import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.notification.campaign.Audience;
import covenant.notification.campaign.Campaign;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code affected_subject}: whom an incident concerns, the audience of its notice. */
@ApplicationScoped
class AffectedSubjects implements Audience {
    private final Jdbi jdbi;

    AffectedSubjects(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Set<CampaignKind> kinds() {
        return Set.of(CampaignKind.BREACH);
    }

    @Override
    public List<String> next(Campaign campaign, String after, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select subject_id from affected_subject where incident_id = :id and"
                        + " subject_id > :after order by subject_id limit :limit")
                .bind("id", incident(campaign))
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public long size(Campaign campaign) {
        return count(incident(campaign));
    }

    long count(UUID incidentId) {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from affected_subject where incident_id = :id")
                .bind("id", incidentId)
                .mapTo(Long.class)
                .one());
    }

    /** Adds persons; returns how many were new. */
    int add(UUID incidentId, List<String> subjectIds) {
        return jdbi.withHandle(h -> h.createUpdate(
                        "insert into affected_subject (incident_id, subject_id) select :id, unnest(cast(:ids as text[]))"
                                + " on conflict do nothing")
                .bind("id", incidentId)
                .bindArray("ids", String.class, subjectIds)
                .execute());
    }

    /**
     * Whether every affected person was reached, or is covered, by the newest numbered notice (R-4.1.3-4). One look-up by index per
     * person: an anti-join was planned as every person against every notice and outlasted its transaction from 100,000 persons on. The
     * ids here are sorted by bytes, those of the notices are not: without the collation no index of the notices would serve.
     */
    boolean everyoneTold(UUID incidentId, @Nullable UUID campaignId) {
        if (campaignId == null) {
            return false;
        }
        return !jdbi.withHandle(h -> h.createQuery("""
                        select exists (select 1 from affected_subject a where a.incident_id = :id and coalesce(
                            (select n.outcome from notice n where n.subject_id = a.subject_id collate "default"
                                and n.dedup_key = (select c.key from campaign c where c.id = :campaign)), 'NONE')
                            not in ('REACHED', 'COVERED_BY_ANNOUNCEMENT'))""")
                .bind("id", incidentId)
                .bind("campaign", campaignId)
                .mapTo(Boolean.class)
                .one());
    }

    private static UUID incident(Campaign campaign) {
        UUID id = campaign.about().incidentId();
        if (id == null) {
            throw new IllegalStateException("a breach campaign without an incident");
        }
        return id;
    }
}
