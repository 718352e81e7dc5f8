package covenant.request.facts;

import covenant.contracts.PolicyEvent.Change;
import covenant.contracts.PolicyEvent.PolicyVersionPublished;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Local copies of policy versions and of who accepted which. A version that takes a right away binds only who accepted it, or a later
 * one, and only once it is in force (policy 6.1, R-6.1-2). Runs in the caller's transaction.
 */
@ApplicationScoped
public class PolicyFacts {
    private final Jdbi jdbi;

    PolicyFacts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void published(PolicyVersionPublished e) {
        List<Change> changes = e.changes();
        jdbi.useHandle(h -> h.createUpdate("insert into policy_fact (version, predecessor, self_deletion)"
                        + " values (:version, :predecessor, :effect) on conflict (version) do update set"
                        + " predecessor = excluded.predecessor, self_deletion = excluded.self_deletion")
                .bind("version", e.version())
                .bind("predecessor", e.predecessor())
                .bind("effect", SelfDeletion.of(changes).map(Enum::name).orElse(null))
                .execute());
    }

    public void activated(String version, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("insert into policy_fact (version, activated_at) values (:version, :at)"
                        + " on conflict (version) do update set activated_at = excluded.activated_at")
                .bind("version", version)
                .bind("at", at)
                .execute());
    }

    /** @param toldAt when the producer stored it: every record of a person says the same, the newest counts */
    public void accepted(String subjectId, @Nullable String version, Instant toldAt) {
        jdbi.useHandle(h -> h.createUpdate("insert into acceptance_fact (subject_id, policy_version, told_at)"
                        + " values (:subject, :version, :at) on conflict (subject_id) do update set"
                        + " policy_version = excluded.policy_version, told_at = excluded.told_at"
                        + " where acceptance_fact.told_at <= excluded.told_at")
                .bind("subject", subjectId)
                .bind("version", version)
                .bind("at", toldAt)
                .execute());
    }

    /** False where the version that governs the person, by herself or by an earlier one, took the self-deletion of this category away. */
    public boolean maySelfDelete(String subjectId, String category) {
        return !category.equals(SelfDeletion.BOUND_CARD)
                || jdbi.withHandle(h -> h.createQuery("with recursive governing (version, back) as ("
                                        + " select policy_version, 0 from acceptance_fact where subject_id = :subject"
                                        + " union all select p.predecessor, back + 1 from governing join policy_fact p"
                                        + " using (version) where p.predecessor is not null and back < 1000)"
                                        + " select self_deletion from governing join policy_fact using (version)"
                                        + " where activated_at is not null and self_deletion is not null"
                                        + " order by back limit 1")
                                .bind("subject", subjectId)
                                .mapTo(SelfDeletion.class)
                                .findOne()
                                .orElse(SelfDeletion.GIVEN))
                        == SelfDeletion.GIVEN;
    }

    public void forget(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("delete from acceptance_fact where subject_id = :subject")
                .bind("subject", subjectId)
                .execute());
    }
}
