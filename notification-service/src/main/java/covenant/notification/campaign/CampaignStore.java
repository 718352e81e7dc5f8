package covenant.notification.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code campaign}, and its notices counted. */
@ApplicationScoped
class CampaignStore {
    private static final String COLUMNS = "id, key, kind, status, message_class, template, parameters, channels, about,"
            + " position, expanded, total, announcement_id, started_at, completed_at, last_notice_at,"
            + " correlation_id, causation_id";

    private static final String WAITING =
            "exists (select from delivery d where d.campaign_id = c.id and d.sent_at is null"
                    + " and d.status = 'QUEUED')";

    private final Jdbi jdbi;
    private final ObjectMapper json;

    CampaignStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** False if there is a campaign for the same occasion. */
    boolean insert(Campaign c) {
        String[] channels = c.channels() == null
                ? null
                : c.channels().stream().map(Channel::name).toArray(String[]::new);
        return jdbi.withHandle(h -> h.createUpdate("""
                                insert into campaign (id, key, kind, status, message_class, template, parameters, channels,
                                    about, total, announcement_id, started_at, correlation_id, causation_id)
                                values (:id, :key, :kind, :status, :class, :template, cast(:parameters as jsonb),
                                    string_to_array(:channels, ','), cast(:about as jsonb), 0, :announcement, :at,
                                    :correlation, :causation)
                                on conflict (key) do nothing""")
                        .bind("id", c.id())
                        .bind("key", c.key())
                        .bind("kind", c.kind().name())
                        .bind("status", c.status().name())
                        .bind("class", c.messageClass().name())
                        .bind("template", c.template())
                        .bind("parameters", write(c.parameters()))
                        .bind("channels", channels == null ? null : String.join(",", channels))
                        .bind("about", write(c.about()))
                        .bind("announcement", c.announcementId())
                        .bind("at", c.startedAt())
                        .bind("correlation", c.correlationId())
                        .bind("causation", c.causationId())
                        .execute())
                == 1;
    }

    Optional<Campaign> find(UUID id) {
        return one("select " + COLUMNS + " from campaign where id = :id", id);
    }

    Optional<Campaign> lock(UUID id) {
        return one("select " + COLUMNS + " from campaign where id = :id for update", id);
    }

    /** Locked if it is running and no other worker has it. */
    Optional<Campaign> claim(UUID id) {
        return one(
                "select " + COLUMNS + " from campaign where id = :id and status = 'RUNNING' for update skip locked",
                id);
    }

    private Optional<Campaign> one(String sql, UUID id) {
        return jdbi.withHandle(h ->
                h.createQuery(sql).bind("id", id).map((row, c) -> read(row)).findOne());
    }

    /** The one that started last, running or not. */
    Optional<Campaign> latest(CampaignKind kind) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS
                        + " from campaign where kind = :kind and status <> 'SUPERSEDED'"
                        + " order by started_at desc, id desc limit 1")
                .bind("kind", kind.name())
                .map((row, c) -> read(row))
                .findOne());
    }

    List<UUID> running() {
        return jdbi.withHandle(
                h -> h.createQuery("select id from campaign where status = 'RUNNING' order by started_at, id")
                        .mapTo(UUID.class)
                        .list());
    }

    /** Stops those about the same end of the service that are older than this one. */
    void supersede(UUID terminationId, UUID newer) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update campaign set status = 'SUPERSEDED' where kind = 'TERMINATION'"
                                + " and about ->> 'terminationId' = :termination and id <> :newer and status in ('RUNNING', 'PAUSED')")
                .bind("termination", terminationId.toString())
                .bind("newer", newer)
                .execute());
    }

    /** Those of which messages may still wait. */
    List<UUID> superseded() {
        return jdbi.withHandle(h -> h.createQuery("select id from campaign c where status = 'SUPERSEDED'"
                        + " and (completed_at is null or " + WAITING + ") order by started_at, id")
                .mapTo(UUID.class)
                .list());
    }

    /** Notes the end of a superseded one, unless a courier has a message of it in hand. */
    void ended(UUID id, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update campaign c set completed_at = coalesce(completed_at, :now)"
                        + " where id = :id and status = 'SUPERSEDED' and not " + WAITING)
                .bind("now", now)
                .bind("id", id)
                .execute());
    }

    List<Campaign> list(PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery(
                        "select " + COLUMNS + " from campaign where cast(:at as timestamptz) is"
                                + " null or (started_at, id) < (cast(:at as timestamptz), cast(:id as uuid))"
                                + " order by started_at desc, id desc limit :rows")
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list());
    }

    void advance(UUID id, String position, long added) {
        jdbi.useHandle(
                h -> h.createUpdate("update campaign set position = :position, total = total + :added where id = :id")
                        .bind("position", position)
                        .bind("added", added)
                        .bind("id", id)
                        .execute());
    }

    void grew(UUID id, long added) {
        jdbi.useHandle(h -> h.createUpdate("update campaign set total = total + :added where id = :id")
                .bind("added", added)
                .bind("id", id)
                .execute());
    }

    void expanded(UUID id) {
        jdbi.useHandle(h -> h.createUpdate("update campaign set expanded = true where id = :id")
                .bind("id", id)
                .execute());
    }

    /** Starts the expansion over, of a completed one too: persons were added. Who has a notice gets no second one. */
    void rewind(UUID id) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update campaign set expanded = false, position = '', completed_at = null,
                            status = case when status = 'COMPLETED' then 'RUNNING' else status end
                        where id = :id""").bind("id", id).execute());
    }

    void status(UUID id, Campaign.Status status) {
        jdbi.useHandle(h -> h.createUpdate("update campaign set status = :status where id = :id")
                .bind("status", status.name())
                .bind("id", id)
                .execute());
    }

    void announcement(UUID id, UUID announcementId) {
        jdbi.useHandle(h -> h.createUpdate("update campaign set announcement_id = :announcement where id = :id")
                .bind("announcement", announcementId)
                .bind("id", id)
                .execute());
    }

    void complete(UUID id, Instant now, @Nullable Instant lastNoticeAt) {
        jdbi.useHandle(h -> h.createUpdate("update campaign set status = 'COMPLETED', completed_at = :now,"
                        + " last_notice_at = :last where id = :id")
                .bind("now", now)
                .bind("last", lastNoticeAt)
                .bind("id", id)
                .execute());
    }

    boolean hasPending(UUID id) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select exists (select 1 from notice where campaign_id = :id and outcome = 'PENDING')")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Whom no channel reached is covered by the announcement (R-4.1.3-4). */
    void coverUnreachable(UUID id, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update notice set outcome = 'COVERED_BY_ANNOUNCEMENT', outcome_at = :now"
                        + " where campaign_id = :id and outcome = 'UNREACHABLE'")
                .bind("now", now)
                .bind("id", id)
                .execute());
    }

    CampaignProgress progress(UUID id, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select n.pending, n.reached, n.unreachable, n.covered, d.sent, d.delivered, d.failed,
                            d.last_minute, d.last_sent
                        from (select count(*) filter (where outcome = 'PENDING') as pending,
                                count(*) filter (where outcome = 'REACHED') as reached,
                                count(*) filter (where outcome = 'UNREACHABLE') as unreachable,
                                count(*) filter (where outcome = 'COVERED_BY_ANNOUNCEMENT') as covered
                            from notice where campaign_id = :id) n,
                            (select count(*) filter (where status = 'SENT') as sent,
                                count(*) filter (where status = 'DELIVERED') as delivered,
                                count(*) filter (where status = 'FAILED') as failed,
                                count(*) filter (where sent_at > cast(:now as timestamptz) - interval '60 s') as last_minute,
                                max(sent_at) as last_sent
                            from delivery where campaign_id = :id and channel <> 'IN_APP') d""")
                .bind("id", id)
                .bind("now", now)
                .map((row, c) -> new CampaignProgress(
                        row.getLong("pending"),
                        row.getLong("reached"),
                        row.getLong("unreachable"),
                        row.getLong("covered"),
                        row.getLong("sent"),
                        row.getLong("delivered"),
                        row.getLong("failed"),
                        row.getLong("last_minute"),
                        instant(row.getTimestamp("last_sent"))))
                .one());
    }

    private Campaign read(ResultSet row) throws SQLException {
        Array channels = row.getArray("channels");
        return new Campaign(
                row.getObject("id", UUID.class),
                row.getString("key"),
                CampaignKind.valueOf(row.getString("kind")),
                Campaign.Status.valueOf(row.getString("status")),
                MessageClass.valueOf(row.getString("message_class")),
                row.getString("template"),
                parse(row.getString("parameters"), new TypeReference<Map<String, String>>() {}),
                channels == null
                        ? null
                        : Arrays.stream((String[]) channels.getArray())
                                .map(Channel::valueOf)
                                .toList(),
                parse(row.getString("about"), new TypeReference<About>() {}),
                row.getString("position"),
                row.getBoolean("expanded"),
                row.getLong("total"),
                row.getObject("announcement_id", UUID.class),
                row.getTimestamp("started_at").toInstant(),
                instant(row.getTimestamp("completed_at")),
                instant(row.getTimestamp("last_notice_at")),
                row.getString("correlation_id"),
                row.getString("causation_id"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private <T> T parse(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored campaign is no JSON", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
