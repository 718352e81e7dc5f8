package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Table {@code holder_ceiling}: what a partner or processor gets beyond service, account and device data, and who allowed it. */
@ApplicationScoped
public class HolderCeilings {
    private final Jdbi jdbi;

    HolderCeilings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The categories that the recipient may not get before a second person allowed them. */
    public List<String> notApproved(String holderId, HolderEntry.Kind kind, List<String> categories) {
        List<String> beyond = HolderRules.beyondCeiling(kind, categories);
        if (beyond.isEmpty()) {
            return beyond;
        }
        List<String> approved = approved(holderId);
        return beyond.stream().filter(name -> !approved.contains(name)).toList();
    }

    private List<String> approved(String holderId) {
        return jdbi.withHandle(h -> h.createQuery("select category from holder_ceiling where holder_id = :id")
                .bind("id", holderId)
                .mapTo(String.class)
                .list());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void approve(
            String holderId,
            List<String> categories,
            Ground ground,
            String reference,
            String askedBy,
            String approvedBy,
            Instant at) {
        jdbi.useHandle(
                h -> categories.forEach(category -> h.createUpdate("insert into holder_ceiling (holder_id, category,"
                                + " ground, reference, asked_by, approved_by, approved_at) values (:id, :category, :ground,"
                                + " :reference, :asked, :approved, :at) on conflict do nothing")
                        .bind("id", holderId)
                        .bind("category", category)
                        .bind("ground", ground.name())
                        .bind("reference", reference)
                        .bind("asked", askedBy)
                        .bind("approved", approvedBy)
                        .bind("at", at)
                        .execute()));
    }
}
