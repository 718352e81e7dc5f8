package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Rows of requests. Runs in the caller's transaction. */
@ApplicationScoped
public class RequestStore {
    private final Jdbi jdbi;
    private final Duration partialBefore;

    RequestStore(
            Jdbi jdbi,
            @ConfigProperty(name = "covenant.request.partial-answer-before", defaultValue = "PT12H")
                    Duration partialBefore) {
        this.jdbi = jdbi;
        this.partialBefore = partialBefore;
    }

    /** What is stored encrypted beside a request; absent where there is none. */
    public record Sealed(byte @Nullable [] corrections, byte @Nullable [] content) {}

    /**
     * Clocks of our own part.
     *
     * @param targetDue the internal target for the whole
     * @param identityCheckDue where an operator has to check the identity
     */
    public record Clocks(Instant targetDue, @Nullable Instant identityCheckDue) {}

    /** Filters of a list; absent ones do not filter. */
    public record Filter(
            @Nullable String subjectId,
            @Nullable String status,
            @Nullable String type,
            @Nullable Instant dueBefore,
            @Nullable Boolean overdue) {}

    /** False when the same wish is open already; a second transaction with the same wish waits for the first. */
    public boolean insert(Request r, byte[] scope, Clocks clocks, Sealed sealed) {
        Step.Due step = Step.after(Optional.empty(), r, partialBefore).orElseThrow();
        return jdbi.withHandle(h -> h.createUpdate("insert into request (id, subject_id, type, scope, categories,"
                                + " claimed_trigger, requester, channel, appeal_of, handler, account_id, received_at,"
                                + " created_at, status, open, identity_expires_at, target_due, identity_check_due,"
                                + " next_step, next_step_at, sealed_corrections, sealed_content) values (:id, :subject,"
                                + " :type, :scope, :categories, :trigger, :requester, :channel, :appeal, :handler, :account,"
                                + " :received, :created, :status, true, :stepAt, :target, :check, :step, :stepAt,"
                                + " :corrections, :content)"
                                + " on conflict (subject_id, type, scope) where open do nothing")
                        .bind("id", r.id())
                        .bind("subject", r.subjectId())
                        .bind("type", r.type().name())
                        .bind("scope", scope)
                        .bindArray("categories", String.class, r.categories())
                        .bind(
                                "trigger",
                                r.claimedTrigger() == null
                                        ? null
                                        : r.claimedTrigger().name())
                        .bind("requester", r.requester().name())
                        .bind("channel", r.channel())
                        .bind("appeal", r.appealOf())
                        .bind("handler", r.handler())
                        .bind("account", r.accountId())
                        .bind("received", r.receivedAt())
                        .bind("created", r.createdAt())
                        .bind("status", r.state().status())
                        .bind("target", clocks.targetDue())
                        .bind("check", clocks.identityCheckDue())
                        .bind("step", step.step().name())
                        .bind("stepAt", step.at())
                        .bind("corrections", sealed.corrections())
                        .bind("content", sealed.content())
                        .execute())
                == 1;
    }

    public Optional<UUID> openTwin(String subjectId, DsrEvent.RequestType type, byte[] scope) {
        return jdbi.withHandle(h -> h.createQuery("select id from request where subject_id = :subject and type = :type"
                        + " and scope = :scope and open")
                .bind("subject", subjectId)
                .bind("type", type.name())
                .bind("scope", scope)
                .mapTo(UUID.class)
                .findOne());
    }

    /** The open request with the same wish as this closed one. */
    Optional<UUID> openTwinOf(UUID id) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select o.id from request c join request o on o.subject_id = c.subject_id"
                                + " and o.type = c.type and o.scope = c.scope and o.open where c.id = :id and o.id <> c.id")
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne());
    }

    public Optional<Request> find(UUID id) {
        return jdbi.withHandle(h -> one(h, "select * from request where id = :id", id));
    }

    /** The request, its row locked until the transaction ends: two commands cannot both be decided on one state. */
    public Optional<Request> lock(UUID id) {
        return jdbi.withHandle(h -> one(h, "select * from request where id = :id for update", id));
    }

    private static Optional<Request> one(Handle h, String sql, UUID id) {
        return h.createQuery(sql).bind("id", id).map(RequestRow::read).findOne();
    }

    public Optional<RequestDetails> details(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from request where id = :id")
                .bind("id", id)
                .map(RequestDetails::read)
                .findOne());
    }

    /** Newest first. */
    public Page<RequestDetails> list(Filter filter, PageRequest page) {
        List<String> where = new ArrayList<>();
        Map<String, Object> values = new HashMap<>();
        condition(where, values, "subject_id = :subject", "subject", filter.subjectId());
        condition(where, values, "status = :status", "status", filter.status());
        condition(where, values, "type = :type", "type", filter.type());
        condition(where, values, "open and reply_due < :due", "due", filter.dueBefore());
        if (filter.overdue() != null) {
            where.add(filter.overdue() ? "overdue and open" : "not overdue");
        }
        page.after(2).ifPresent(after -> {
            where.add("(created_at, id) < (:at, :id)");
            values.put("at", PageRequest.instant(after.get(0)));
            values.put("id", PageRequest.uuid(after.get(1)));
        });
        String sql = "select * from request" + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                + " order by created_at desc, id desc limit :limit";
        List<RequestDetails> rows = jdbi.withHandle(h -> {
            Query query = h.createQuery(sql).bind("limit", page.rowsToRead());
            values.forEach(query::bind);
            return query.map(RequestDetails::read).list();
        });
        return Page.of(
                rows,
                page,
                r -> List.of(
                        r.request().createdAt().toString(), r.request().id().toString()));
    }

    private static void condition(
            List<String> where, Map<String, Object> values, String sql, String name, @Nullable Object value) {
        if (value != null) {
            where.add(sql);
            values.put(name, value);
        }
    }

    /** Open requests of a person of these types, locked, oldest first. */
    public List<Request> lockOpen(String subjectId, List<DsrEvent.RequestType> types) {
        return jdbi.withHandle(h -> h.createQuery("select * from request where subject_id = :subject and open"
                        + " and type = any(:types) order by created_at, id for update")
                .bind("subject", subjectId)
                .bindArray("types", String.class, types.stream().map(Enum::name).toList())
                .map(RequestRow::read)
                .list());
    }

    /** Writes the new state; what the clock does next follows from it. */
    void update(Request before, Request after) {
        boolean again =
                before.state().proof().isEmpty() && after.state().proof().isPresent()
                        || before.state().proof().isEmpty() && after.state().open();
        Optional<Step.Due> first = Step.after(Optional.empty(), after, partialBefore);
        jdbi.useHandle(h -> {
            Update update = h.createUpdate("update request set " + RequestRow.ASSIGNMENTS
                    + (again ? ", next_step = :step, next_step_at = :stepAt" : "")
                    + (first.isEmpty() ? ", next_step = null, next_step_at = null" : "") + " where id = :id");
            RequestRow.bind(update, after);
            if (again) {
                update.bind("step", first.map(d -> d.step().name()).orElse(null))
                        .bind("stepAt", first.map(Step.Due::at).orElse(null));
            }
            update.execute();
        });
    }

    /** Requests whose step is due, locked; rows that another replica works on are left to it. */
    public List<DueStep> claimDue(Instant now, int atMost) {
        return jdbi.withHandle(h -> h.createQuery("select *, next_step as step from request where next_step_at <= :now"
                        + " order by next_step_at limit :limit for update skip locked")
                .bind("now", now)
                .bind("limit", atMost)
                .map((row, context) -> new DueStep(RequestRow.read(row, context), Step.valueOf(row.getString("step"))))
                .list());
    }

    /** A claimed request and what is due. */
    public record DueStep(Request request, Step step) {}

    /** Sets what comes after a step that was done. */
    public void stepDone(Request request, Step done) {
        Optional<Step.Due> next = Step.after(Optional.of(done), request, partialBefore);
        jdbi.useHandle(h -> h.createUpdate("update request set next_step = :step, next_step_at = :at where id = :id")
                .bind("step", next.map(d -> d.step().name()).orElse(null))
                .bind("at", next.map(Step.Due::at).orElse(null))
                .bind("id", request.id())
                .execute());
    }

    /** The same for many, in one round trip. */
    public void stepsDone(List<Request> requests, Step done) {
        if (requests.isEmpty()) {
            return;
        }
        jdbi.useHandle(h -> {
            PreparedBatch batch =
                    h.prepareBatch("update request set next_step = :step, next_step_at = :at where id = :id");
            for (Request request : requests) {
                Optional<Step.Due> next = Step.after(Optional.of(done), request, partialBefore);
                batch.bind("step", next.map(d -> d.step().name()).orElse(null))
                        .bind("at", next.map(Step.Due::at).orElse(null))
                        .bind("id", request.id())
                        .add();
            }
            batch.execute();
        });
    }

    /** A step that failed is tried again then. */
    public void postpone(UUID id, Instant until) {
        jdbi.useHandle(h -> h.createUpdate("update request set next_step_at = :until where id = :id")
                .bind("until", until)
                .bind("id", id)
                .execute());
    }

    public long countOverdue() {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from request where overdue and open")
                .mapTo(Long.class)
                .one());
    }

    /** Open requests past the internal target, and identity checks of ours that take too long. */
    public record Slow(long pastTarget, long uncheckedIdentities) {}

    public Slow countSlow(Instant now) {
        return jdbi.withHandle(h -> new Slow(
                h.createQuery("select count(*) from request where open and target_due <= :now")
                        .bind("now", now)
                        .mapTo(Long.class)
                        .one(),
                h.createQuery("select count(*) from request where open and verified_at is null"
                                + " and identity_check_due is not null and identity_check_due <= :now")
                        .bind("now", now)
                        .mapTo(Long.class)
                        .one()));
    }

    /** One of the columns {@code checks} and {@code result}: facts without anything personal, as JSON. */
    public void remember(UUID id, Fact fact, String json) {
        jdbi.useHandle(
                h -> h.createUpdate("update request set " + fact.column + " = cast(:json as jsonb) where id = :id")
                        .bind("json", json)
                        .bind("id", id)
                        .execute());
    }

    /** What may be remembered about a request besides its state. */
    public enum Fact {
        CHECKS("checks"),
        RESULT("result");

        private final String column;

        Fact(String column) {
            this.column = column;
        }
    }

    public void seal(UUID id, byte[] letter) {
        jdbi.useHandle(h -> h.createUpdate("update request set sealed_letter = :letter where id = :id")
                .bind("letter", letter)
                .bind("id", id)
                .execute());
    }

    /** Forgets what is sealed of a person; returns how many requests held anything. */
    public int unseal(String subjectId) {
        return jdbi.withHandle(
                h -> h.createUpdate("update request set sealed_corrections = null, sealed_content = null,"
                                + " sealed_letter = null where subject_id = :subject and (sealed_corrections is not null"
                                + " or sealed_content is not null or sealed_letter is not null)")
                        .bind("subject", subjectId)
                        .execute());
    }

    /** What a person wrote in one request. */
    public record Content(UUID requestId, Instant receivedAt, byte[] sealed) {}

    /** Oldest first. */
    public List<Content> contents(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select id, received_at, sealed_content from request"
                                + " where subject_id = :subject and sealed_content is not null order by created_at, id limit 500")
                .bind("subject", subjectId)
                .map((row, context) -> new Content(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("received_at").toInstant(),
                        row.getBytes("sealed_content")))
                .list());
    }

    /** Erases the content that a person wrote (complaints and the like); returns how many there were. */
    public int eraseContent(String subjectId) {
        return jdbi.withHandle(h -> h.createUpdate("update request set sealed_content = null"
                        + " where subject_id = :subject and sealed_content is not null")
                .bind("subject", subjectId)
                .execute());
    }
}
