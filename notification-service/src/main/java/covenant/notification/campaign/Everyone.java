package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.CampaignKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Everyone who uses the service: with an open account, or with contact points and no account known as closed. Data of closed
 * accounts is kept for storage and security only and not used for this (R-1.5.3-1).
 */
@ApplicationScoped
class Everyone implements Audience {
    private static final String OF_CONTACTS = """
            from contact c where not (
                exists (select 1 from account a where a.subject_id = c.subject_id and not a.open)
                and not exists (select 1 from account a where a.subject_id = c.subject_id and a.open))""";

    /**
     * Two walks along indexes of their own, as far as one batch needs: not a sort of everyone for each batch. The accounts are asked for each person,
     * by a scalar query: {@code exists} would be planned as a hash over all accounts, for each batch anew.
     */
    static final String NEXT = """
            (select c.subject_id collate "C" as id from contact c
                where coalesce((select bool_or(a.open) from account a where a.subject_id = c.subject_id), true)
                    and c.subject_id collate "C" > :after order by 1 limit :limit)
            union
            (select a.subject_id collate "C" from account a where a.open and a.subject_id collate "C" > :after
                order by 1 limit :limit)
            order by 1 limit :limit""";

    private final Jdbi jdbi;

    Everyone(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Set<CampaignKind> kinds() {
        return Set.of(CampaignKind.POLICY_CHANGE, CampaignKind.TERMINATION);
    }

    @Override
    public List<String> next(Campaign campaign, String after, int limit) {
        return jdbi.withHandle(h -> h.createQuery(NEXT)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    @Override
    public long size(Campaign campaign) {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from (select c.subject_id " + OF_CONTACTS
                        + " union select a.subject_id from account a where a.open) as everyone")
                .mapTo(Long.class)
                .one());
    }
}
