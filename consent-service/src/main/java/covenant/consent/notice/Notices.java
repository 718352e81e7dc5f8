package covenant.consent.notice;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Update notices that reached a person, and what was acknowledged by using the service on. */
@ApplicationScoped
class Notices {
    private final Jdbi jdbi;

    Notices(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Delivered(UUID notificationId, Instant deliveredAt) {}

    /** The first delivery counts. */
    void delivered(String subjectId, int policyVersion, UUID notificationId, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("insert into delivered_notice (subject_id, policy_version, notification_id,"
                        + " delivered_at) values (:subject, :version, :id, :at) on conflict (subject_id, policy_version)"
                        + " do update set delivered_at = excluded.delivered_at, notification_id = excluded.notification_id"
                        + " where excluded.delivered_at < delivered_notice.delivered_at")
                .bind("subject", subjectId)
                .bind("version", policyVersion)
                .bind("id", notificationId)
                .bind("at", at)
                .execute());
    }

    Optional<Delivered> find(String subjectId, int policyVersion) {
        return jdbi.withHandle(h -> h.createQuery("select notification_id, delivered_at from delivered_notice"
                        + " where subject_id = :subject and policy_version = :version")
                .bind("subject", subjectId)
                .bind("version", policyVersion)
                .map((row, context) -> new Delivered(
                        row.getObject(1, UUID.class), row.getTimestamp(2).toInstant()))
                .findOne());
    }

    /** False when this version was acknowledged before. */
    boolean acknowledged(
            String subjectId,
            int policyVersion,
            Instant at,
            @Nullable UUID notificationId,
            @Nullable Instant shownAt,
            Instant now) {
        return jdbi.withHandle(h -> h.createUpdate("insert into acknowledgement (subject_id, policy_version,"
                                + " acknowledged_at, notification_id, notice_shown_at, recorded_at)"
                                + " values (:subject, :version, :at, :id, :shown, :now) on conflict do nothing")
                        .bind("subject", subjectId)
                        .bind("version", policyVersion)
                        .bind("at", at)
                        .bind("id", notificationId)
                        .bind("shown", shownAt)
                        .bind("now", now)
                        .execute())
                == 1;
    }
}
