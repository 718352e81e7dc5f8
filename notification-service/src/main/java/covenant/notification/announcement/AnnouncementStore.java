package covenant.notification.announcement;

import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Table {@code announcement}. */
@ApplicationScoped
class AnnouncementStore {
    private static final String COLUMNS = "id, message_class, title_zh, text_zh, title_en, text_en, sha256, url,"
            + " incident_id, policy_version, termination_id, campaign_id, valid_from, valid_to, published_at, places";

    private final Jdbi jdbi;

    AnnouncementStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(Announcement a) {
        jdbi.useHandle(h -> h.createUpdate("insert into announcement (" + COLUMNS + """
                        ) values (:id, :class, :titleZh, :textZh, :titleEn, :textEn, :sha256, :url, :incident, :policy,
                            :termination, :campaign, :from, :to, :at, :places)""")
                .bind("id", a.id())
                .bind("class", a.messageClass().name())
                .bind("titleZh", a.titleZh())
                .bind("textZh", a.textZh())
                .bind("titleEn", a.titleEn())
                .bind("textEn", a.textEn())
                .bind("sha256", a.sha256())
                .bind("url", a.url())
                .bind("incident", a.incidentId())
                .bind("policy", a.policyVersion())
                .bind("termination", a.terminationId())
                .bind("campaign", a.campaignId())
                .bind("from", a.from())
                .bind("to", a.to())
                .bind("at", a.publishedAt())
                .bindArray(
                        "places",
                        String.class,
                        a.places().stream().map(Enum::name).toList())
                .execute());
    }

    Optional<Announcement> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS + " from announcement where id = :id")
                .bind("id", id)
                .map((row, c) -> read(row))
                .findOne());
    }

    /** Whether this policy version was announced by itself. */
    boolean announcesPolicy(String version) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select 1 from announcement where policy_version ="
                        + " :version and campaign_id is null)")
                .bind("version", version)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Those whose time has begun, newest first.
     *
     * @param current leaves out those whose time is over
     */
    List<Announcement> newest(PageRequest page, boolean current, Instant now) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery(
                        "select " + COLUMNS + " from announcement where valid_from <= :now and"
                                + " (not :current or valid_to is null or valid_to > :now) and (cast(:at as timestamptz) is null or"
                                + " (published_at, id) < (cast(:at as timestamptz), cast(:id as uuid)))"
                                + " order by published_at desc, id desc limit :rows")
                .bind("now", now)
                .bind("current", current)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list());
    }

    private static Announcement read(ResultSet row) throws SQLException {
        return new Announcement(
                row.getObject("id", UUID.class),
                MessageClass.valueOf(row.getString("message_class")),
                row.getString("title_zh"),
                row.getString("text_zh"),
                row.getString("title_en"),
                row.getString("text_en"),
                row.getString("sha256"),
                row.getString("url"),
                row.getObject("incident_id", UUID.class),
                row.getString("policy_version"),
                row.getObject("termination_id", UUID.class),
                row.getObject("campaign_id", UUID.class),
                Arrays.stream((String[]) row.getArray("places").getArray())
                        .map(Announcement.Place::valueOf)
                        .toList(),
                row.getTimestamp("valid_from").toInstant(),
                row.getTimestamp("valid_to") == null
                        ? null
                        : row.getTimestamp("valid_to").toInstant(),
                row.getTimestamp("published_at").toInstant());
    }
}
