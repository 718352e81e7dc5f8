package covenant.notification.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.call.Cause;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Tables {@code content} and {@code notice}. */
@ApplicationScoped
class NoticeStore {
    private static final String SELECT = """
            select n.id, n.content_id, n.campaign_id, n.subject_id, n.dedup_key, n.locale, n.sealed_parameters, n.sequence,
                n.outcome, n.not_after, n.created_at, c.message_class, c.template, c.parameters, c.about,
                c.correlation_id, c.causation_id
            from notice n join content c on c.id = n.content_id\s""";

    private final Jdbi jdbi;
    private final ObjectMapper json;

    NoticeStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** Stores what the message says, once. */
    void putContent(NoticeOrder order, Cause cause) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into content (id, message_class, template, parameters, about, campaign_id,
                            correlation_id, causation_id)
                        values (:id, :class, :template, cast(:parameters as jsonb), cast(:about as jsonb), :campaign,
                            :correlation, :causation)
                        on conflict (id) do nothing""")
                .bind("id", order.contentId())
                .bind("class", order.messageClass().name())
                .bind("template", order.template())
                .bind("parameters", write(order.parameters()))
                .bind("about", order.about() == null ? null : write(order.about()))
                .bind("campaign", order.campaignId())
                .bind("correlation", cause.correlationId())
                .bind("causation", cause.causationId())
                .execute());
    }

    /** A notice to be inserted. */
    record NewNotice(UUID id, String subjectId, List<Channel> sequence, Notice.Outcome outcome) {}

    /** Inserts those that are new by person and dedup key; returns their ids. */
    Set<UUID> insert(NoticeOrder order, List<NewNotice> notices, Instant now) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery("""
                        insert into notice (id, content_id, campaign_id, subject_id, dedup_key, locale, sealed_parameters,
                            sequence, outcome, not_after, created_at, outcome_at)
                        select u.id, :content, :campaign, u.subject_id, :dedup, :locale,
                            case when u.outcome = 'PENDING' then cast(:sealed as text) end,
                            string_to_array(u.sequence, ','), u.outcome, :notAfter, :now,
                            case when u.outcome = 'PENDING' then null else cast(:now as timestamptz) end
                        from unnest(cast(:ids as uuid[]), cast(:subjects as text[]), cast(:sequences as text[]),
                            cast(:outcomes as text[])) as u (id, subject_id, sequence, outcome)
                        on conflict do nothing returning id""")
                .bind("content", order.contentId())
                .bind("campaign", order.campaignId())
                .bind("dedup", order.dedupKey())
                .bind("locale", order.locale())
                .bind("sealed", order.sealedParameters())
                .bind("notAfter", order.notAfter())
                .bind("now", now)
                .bindArray(
                        "ids", UUID.class, notices.stream().map(NewNotice::id).toList())
                .bindArray(
                        "subjects",
                        String.class,
                        notices.stream().map(NewNotice::subjectId).toList())
                .bindArray(
                        "sequences",
                        String.class,
                        notices.stream().map(n -> joined(n.sequence())).toList())
                .bindArray(
                        "outcomes",
                        String.class,
                        notices.stream().map(n -> n.outcome().name()).toList())
                .mapTo(UUID.class)
                .list()));
    }

    /** By id; those that are not there are left out. */
    Map<UUID, Notice> find(Collection<UUID> ids) {
        return jdbi.withHandle(h -> h
                .createQuery(SELECT + "where n.id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, c) -> read(row))
                .stream()
                .collect(Collectors.toMap(Notice::id, Function.identity())));
    }

    Optional<Notice> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where n.id = :id")
                .bind("id", id)
                .map((row, c) -> read(row))
                .findOne());
    }

    /** Locks the notice: outcomes of its channels are recorded one after the other. */
    Optional<Notice> lock(UUID id) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where n.id = :id for update of n")
                .bind("id", id)
                .map((row, c) -> read(row))
                .findOne());
    }

    List<Notice> ofSubject(String subjectId, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        Instant at = after.map(a -> PageRequest.instant(a.get(0))).orElse(null);
        UUID id = after.map(a -> PageRequest.uuid(a.get(1))).orElse(null);
        return jdbi.withHandle(h -> h.createQuery(SELECT + """
                        where n.subject_id = :subject and (cast(:at as timestamptz) is null
                            or (n.created_at, n.id) < (cast(:at as timestamptz), cast(:id as uuid)))
                        order by n.created_at desc, n.id desc limit :rows""")
                .bind("subject", subjectId)
                .bind("at", at)
                .bind("id", id)
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list());
    }

    /** A campaign's notices, by outcome and within it by age. */
    List<Notice> ofCampaign(UUID campaignId, Notice.@Nullable Outcome outcome, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery(SELECT + """
                        where n.campaign_id = :campaign and (cast(:outcome as text) is null or n.outcome = :outcome)
                            and (cast(:id as uuid) is null or (n.outcome, n.id) > (cast(:after as text), cast(:id as uuid)))
                        order by n.outcome, n.id limit :rows""")
                .bind("campaign", campaignId)
                .bind("outcome", outcome == null ? null : outcome.name())
                .bind("after", after.map(a -> a.get(0)).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> read(row))
                .list());
    }

    /** Messages that wait in the app for persons whom no channel reached. */
    List<InterstitialResource.Interstitial> unreached(PageRequest page) {
        Optional<List<String>> after = page.after(2);
        return jdbi.withHandle(h -> h.createQuery("""
                        select n.subject_id, n.id, d.id as item, c.message_class, c.about ->> 'policyVersion' as policy,
                            n.created_at
                        from notice n join delivery d on d.notice_id = n.id and d.channel = 'IN_APP' and d.status = 'SENT'
                            join content c on c.id = n.content_id
                        where n.outcome in ('UNREACHABLE', 'COVERED_BY_ANNOUNCEMENT')
                            and c.message_class in ('POLICY', 'BREACH', 'TERMINATION') and (cast(:at as timestamptz) is null
                            or (n.created_at, n.id) > (cast(:at as timestamptz), cast(:id as uuid)))
                        order by n.created_at, n.id limit :rows""")
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("rows", page.rowsToRead())
                .map((row, c) -> new InterstitialResource.Interstitial(
                        row.getString("subject_id"),
                        row.getObject("id", UUID.class),
                        row.getObject("item", UUID.class),
                        MessageClass.valueOf(row.getString("message_class")),
                        row.getString("policy"),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }

    void outcome(UUID id, Notice.Outcome outcome, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update notice set outcome = :outcome, outcome_at = :now where id = :id")
                .bind("outcome", outcome.name())
                .bind("now", now)
                .bind("id", id)
                .execute());
    }

    /** A newer message takes their place. */
    void superseded(Collection<UUID> ids, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update notice set outcome = 'SUPERSEDED', outcome_at = :now,"
                        + " sealed_parameters = null where id = any(:ids) and outcome = 'PENDING'")
                .bind("now", now)
                .bindArray("ids", UUID.class, ids)
                .execute());
    }

    /** Nobody needs the personal parameters any more. */
    void forgetSealed(UUID id) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update notice set sealed_parameters = null where id = :id and sealed_parameters is not null")
                .bind("id", id)
                .execute());
    }

    void forgetSealedOf(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("update notice set sealed_parameters = null where subject_id = :subject and"
                        + " sealed_parameters is not null")
                .bind("subject", subjectId)
                .execute());
    }

    boolean consentsToMarketing(String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery("select exists (select 1 from marketing_consent where subject_id = :subject)")
                        .bind("subject", subjectId)
                        .mapTo(Boolean.class)
                        .one());
    }

    void setMarketingConsent(String subjectId, boolean granted) {
        String sql = granted
                ? "insert into marketing_consent (subject_id) values (:subject) on conflict do nothing"
                : "delete from marketing_consent where subject_id = :subject";
        jdbi.useHandle(h -> h.createUpdate(sql).bind("subject", subjectId).execute());
    }

    private Notice read(ResultSet row) throws SQLException {
        String about = row.getString("about");
        Timestamp notAfter = row.getTimestamp("not_after");
        return new Notice(
                row.getObject("id", UUID.class),
                row.getObject("content_id", UUID.class),
                row.getObject("campaign_id", UUID.class),
                row.getString("subject_id"),
                row.getString("dedup_key"),
                row.getString("locale"),
                row.getString("sealed_parameters"),
                channels((String[]) row.getArray("sequence").getArray()),
                Notice.Outcome.valueOf(row.getString("outcome")),
                notAfter == null ? null : notAfter.toInstant(),
                row.getTimestamp("created_at").toInstant(),
                MessageClass.valueOf(row.getString("message_class")),
                row.getString("template"),
                parameters(row.getString("parameters")),
                about == null ? null : about(about),
                row.getString("correlation_id"),
                row.getString("causation_id"));
    }

    private static List<Channel> channels(String[] names) {
        return Arrays.stream(names).map(Channel::valueOf).toList();
    }

    private static String joined(List<Channel> channels) {
        return String.join(",", channels.stream().map(Channel::name).toList());
    }

    private Map<String, String> parameters(String text) {
        try {
            return json.readValue(text, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored parameters are no JSON object", e);
        }
    }

    private @Nullable About about(String text) {
        try {
            return json.readValue(text, About.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored reference is no JSON object", e);
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
