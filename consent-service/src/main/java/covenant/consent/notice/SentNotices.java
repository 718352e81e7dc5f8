package covenant.consent.notice;

import covenant.consent.erasure.SubjectForgotten;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Messages that Covenant itself sent to a person, and whether they arrived: what the notification service told. */
@ApplicationScoped
public class SentNotices {
    private final Jdbi jdbi;

    SentNotices(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What is known of one of our messages.
     *
     * @param deliveredAt null while it has not reached the person that is asked about
     */
    public record Standing(@Nullable Instant deliveredAt) {}

    void sent(UUID notificationId, String subjectId) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into sent_notice (notification_id, subject_id) values (:id, :subject)"
                                + " on conflict do nothing")
                        .bind("id", notificationId)
                        .bind("subject", subjectId)
                        .execute());
    }

    /** @param at null where a later answer of the provider took the delivery back */
    void delivered(UUID notificationId, String subjectId, @Nullable Instant at) {
        jdbi.useHandle(h -> h.createUpdate("insert into sent_notice (notification_id, subject_id, delivered_at)"
                        + " values (:id, :subject, :at) on conflict (notification_id) do update"
                        + " set delivered_at = excluded.delivered_at")
                .bind("id", notificationId)
                .bind("subject", subjectId)
                .bind("at", at)
                .execute());
    }

    /** Empty where the message is none of ours; one to somebody else told this person nothing. */
    public Optional<Standing> of(UUID notificationId, String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select subject_id, delivered_at from sent_notice where notification_id = :id")
                .bind("id", notificationId)
                .map((row, context) -> {
                    Timestamp at = row.getTimestamp(2);
                    boolean reached = at != null && subjectId.equals(row.getString(1));
                    return new Standing(reached ? at.toInstant() : null);
                })
                .findOne());
    }

    void forget(@Observes SubjectForgotten person) {
        jdbi.useHandle(h -> h.createUpdate("delete from sent_notice where subject_id = :subject")
                .bind("subject", person.subjectId())
                .execute());
    }
}
