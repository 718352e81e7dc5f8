package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.delivery.HandOvers.HandOver;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Table {@code delivery}. */
@ApplicationScoped
class DeliveryStore {
    private static final String COLUMNS = "id, notice_id, subject_id, channel, status, by_hand, attempts, lease, code,"
            + " created_at, sent_at, delivered_at, failed_at ";
    private static final String QUALIFIED =
            "d.id, d.notice_id, d.subject_id, d.channel, d.status, d.by_hand, d.attempts,"
                    + " d.lease, d.code, d.created_at, d.sent_at, d.delivered_at, d.failed_at ";

    /**
     * Of a campaign that goes on. Said in this way PostgreSQL cannot tell how many that are: where all deliveries belong to one campaign it takes a join for
     * one row at most, and reads and sorts all that wait for each claim, half a second with 700,000 of them.
     */
    private static final String NOT_HELD = "(d.campaign_id in"
            + " (select c.id from campaign c where c.status in ('PAUSED', 'SUPERSEDED'))) is not true";

    private final Jdbi jdbi;

    DeliveryStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A delivery to be inserted: queued, or, into the inbox, sent at once. */
    record NewDelivery(UUID id, UUID noticeId, String subjectId, Channel channel, boolean sent) {}

    void insert(@Nullable UUID campaignId, List<NewDelivery> deliveries, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into delivery (id, notice_id, campaign_id, subject_id, channel, status, by_hand, next_at,
                            created_at, sent_at)
                        select u.id, u.notice_id, :campaign, u.subject_id, u.channel,
                            case when u.sent then 'SENT' else 'QUEUED' end, u.by_hand, :now, :now,
                            case when u.sent then cast(:now as timestamptz) end
                        from unnest(cast(:ids as uuid[]), cast(:notices as uuid[]), cast(:subjects as text[]),
                            cast(:channels as text[]), cast(:sents as boolean[]), cast(:byHands as boolean[]))
                            as u (id, notice_id, subject_id, channel, sent, by_hand)
                        on conflict (notice_id, channel) do nothing""")
                .bind("campaign", campaignId)
                .bind("now", now)
                .bindArray(
                        "ids",
                        UUID.class,
                        deliveries.stream().map(NewDelivery::id).toList())
                .bindArray(
                        "notices",
                        UUID.class,
                        deliveries.stream().map(NewDelivery::noticeId).toList())
                .bindArray(
                        "subjects",
                        String.class,
                        deliveries.stream().map(NewDelivery::subjectId).toList())
                .bindArray(
                        "channels",
                        String.class,
                        deliveries.stream().map(d -> d.channel().name()).toList())
                .bindArray(
                        "sents",
                        Boolean.class,
                        deliveries.stream().map(NewDelivery::sent).toList())
                .bindArray(
                        "byHands",
                        Boolean.class,
                        deliveries.stream()
                                .map(d -> ChannelPlan.byHand(d.channel()))
                                .toList())
                .execute());
    }

    /**
     * Claims what is due for one worker. The lease runs by the database's clock, so that a moved sandbox clock cannot end it.
     *
     * @param campaigns false: single messages; true: those of campaigns that are not paused
     * @param busy channels whose providers want no more for now
     */
    List<Delivery> claim(boolean campaigns, Set<Channel> busy, int limit, UUID lease, Duration hold, Instant now) {
        String which = campaigns ? "d.campaign_id is not null and " + NOT_HELD : "d.campaign_id is null";
        return jdbi.withHandle(h -> h.createQuery("with due as (select d.id from delivery d where d.status = 'QUEUED'"
                        + " and not d.by_hand and " + which
                        + """
                         and d.next_at <= :now and d.channel <> all(:busy) and (d.lease_until is null or d.lease_until < clock_timestamp())
                        order by d.next_at limit :limit for update skip locked)
                        update delivery d set lease = :lease, attempts = d.attempts + 1,
                            lease_until = clock_timestamp() + :hold * interval '1 millisecond'
                        from due where d.id = due.id returning\s""" + QUALIFIED)
                .bind("now", now)
                .bindArray(
                        "busy", String.class, busy.stream().map(Channel::name).toList())
                .bind("limit", limit)
                .bind("lease", lease)
                .bind("hold", hold.toMillis())
                .map((row, c) -> read(row))
                .list());
    }

    /**
     * Records hand-overs, and that their persons are reached: nobody needs the personal parameters any more. Notices are locked first and in one order,
     * so that two who record some of the same cannot wait for each other.
     *
     * @return the deliveries that were recorded: not those whose lease was lost, or that were cancelled meanwhile
     */
    Set<UUID> sent(List<HandOver> handOvers, Instant now) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery("""
                        with locked as (select id from notice where id = any(:notices) order by id for update),
                        sent as (
                            update delivery d set status = 'SENT', sent_at = :now, provider_ref = u.reference, code = null
                            from locked, unnest(cast(:ids as uuid[]), cast(:leases as uuid[]), cast(:references as text[]))
                                as u (id, lease, reference)
                            where d.id = u.id and d.lease = u.lease and d.status = 'QUEUED' and d.notice_id = locked.id
                            returning d.id, d.notice_id)
                        update notice n set outcome = 'REACHED', outcome_at = :now, sealed_parameters = null
                        from sent where n.id = sent.notice_id returning sent.id""")
                .bind("now", now)
                .bindArray(
                        "notices",
                        UUID.class,
                        handOvers.stream().map(one -> one.notice().id()).toList())
                .bindArray(
                        "ids",
                        UUID.class,
                        handOvers.stream().map(one -> one.delivery().id()).toList())
                .bindArray(
                        "leases",
                        UUID.class,
                        handOvers.stream().map(one -> one.delivery().lease()).toList())
                .bindArray(
                        "references",
                        String.class,
                        handOvers.stream().map(HandOver::reference).toList())
                .mapTo(UUID.class)
                .list()));
    }

    /** Gives back what was claimed under one lease and not begun. */
    void release(List<Delivery> claimed) {
        jdbi.useHandle(h -> h.createUpdate("update delivery set lease_until = null, attempts = attempts - 1"
                        + " where id = any(:ids) and lease = :lease and status = 'QUEUED'")
                .bindArray("ids", UUID.class, claimed.stream().map(Delivery::id).toList())
                .bind("lease", claimed.getFirst().lease())
                .execute());
    }

    void again(Delivery d, String code, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update delivery set next_at = :at, code = :code, lease_until = null"
                        + " where id = :id and lease = :lease and status = 'QUEUED'")
                .bind("at", at)
                .bind("code", code)
                .bind("id", d.id())
                .bind("lease", d.lease())
                .execute());
    }

    /** As {@link #again}, without counting an attempt. */
    void postponed(Delivery d, String code, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update delivery set next_at = :at, code = :code, lease_until = null,"
                        + " attempts = attempts - 1 where id = :id and lease = :lease and status = 'QUEUED'")
                .bind("at", at)
                .bind("code", code)
                .bind("id", d.id())
                .bind("lease", d.lease())
                .execute());
    }

    /** Records a failure from QUEUED or SENT; false if it was in neither, or another worker has claimed it since. */
    boolean failed(Delivery d, String code, Instant now) {
        return jdbi.withHandle(h -> h.createUpdate(
                                "update delivery set status = 'FAILED', code = :code, failed_at = :now"
                                        + " where id = :id and status in ('QUEUED', 'SENT') and lease is not distinct from :lease")
                        .bind("code", code)
                        .bind("now", now)
                        .bind("id", d.id())
                        .bind("lease", d.lease())
                        .execute())
                == 1;
    }

    /** Records that it reached the person; false if that was known. */
    boolean delivered(UUID id, Instant now) {
        return jdbi.withHandle(h -> h.createUpdate("update delivery set status = 'DELIVERED', delivered_at = :now,"
                                + " sent_at = coalesce(sent_at, :now) where id = :id and status in ('QUEUED', 'SENT')")
                        .bind("now", now)
                        .bind("id", id)
                        .execute())
                == 1;
    }

    /** The message that a provider knows under its own id. */
    Optional<Delivery> findByReference(Channel channel, String reference) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS
                        + "from delivery where channel = :channel and provider_ref = :reference limit 1")
                .bind("channel", channel.name())
                .bind("reference", reference)
                .map((row, c) -> read(row))
                .findOne());
    }

    Optional<Delivery> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS + "from delivery where id = :id")
                .bind("id", id)
                .map((row, c) -> read(row))
                .findOne());
    }

    List<Delivery> ofNotices(Collection<UUID> noticeIds) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select " + COLUMNS + "from delivery where notice_id = any(:ids) order by created_at, id")
                .bindArray("ids", UUID.class, noticeIds)
                .map((row, c) -> read(row))
                .list());
    }

    List<Delivery> inbox(String subjectId, PageRequest page) {
        String sql =
                "select " + COLUMNS + "from delivery where channel = 'IN_APP' and subject_id = :subject and status in"
                        + " ('SENT', 'DELIVERED') and (cast(:at as timestamptz) is null or (created_at, id) < (cast(:at as"
                        + " timestamptz), cast(:id as uuid))) order by created_at desc, id desc limit :rows";
        return jdbi.withHandle(h -> paged(h.createQuery(sql).bind("subject", subjectId), page));
    }

    /** Work for hands, oldest first. */
    List<Delivery> workItems(@Nullable Channel channel, Delivery.Status status, PageRequest page) {
        String sql =
                "select " + COLUMNS + "from delivery where by_hand and (cast(:channel as text) is null or channel ="
                        + " :channel) and status = :status and (cast(:at as timestamptz) is null or (created_at, id) > (cast(:at"
                        + " as timestamptz), cast(:id as uuid))) order by created_at, id limit :rows";
        return jdbi.withHandle(h -> paged(
                h.createQuery(sql)
                        .bind("channel", channel == null ? null : channel.name())
                        .bind("status", status.name()),
                page));
    }

    /** Cancels what waits of a campaign, but for what a courier has in hand; returns the notices. */
    List<UUID> withdraw(UUID campaignId, int limit, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("""
                        with waiting as (select d.id from delivery d where d.campaign_id = :campaign and d.sent_at is null
                            and d.status = 'QUEUED' and (d.lease_until is null or d.lease_until < clock_timestamp())
                            limit :limit for update skip locked)
                        update delivery d set status = 'CANCELLED', code = 'SUPERSEDED', failed_at = :now
                        from waiting where d.id = waiting.id returning d.notice_id""")
                .bind("campaign", campaignId)
                .bind("limit", limit)
                .bind("now", now)
                .mapTo(UUID.class)
                .list());
    }

    /** Nothing more goes out to a person who was erased. */
    List<Delivery> cancelQueued(String subjectId, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("update delivery set status = 'CANCELLED', code = 'SUBJECT_ERASED',"
                        + " failed_at = :now where subject_id = :subject and status = 'QUEUED' returning " + COLUMNS)
                .bind("now", now)
                .bind("subject", subjectId)
                .map((row, c) -> read(row))
                .list());
    }

    private static List<Delivery> paged(Query query, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return query.bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list();
    }

    private static Delivery read(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("notice_id", UUID.class),
                row.getString("subject_id"),
                Channel.valueOf(row.getString("channel")),
                Delivery.Status.valueOf(row.getString("status")),
                row.getBoolean("by_hand"),
                row.getInt("attempts"),
                row.getObject("lease", UUID.class),
                row.getString("code"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("sent_at")),
                instant(row.getTimestamp("delivered_at")),
                instant(row.getTimestamp("failed_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
