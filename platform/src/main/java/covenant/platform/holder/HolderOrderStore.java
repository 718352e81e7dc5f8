package covenant.platform.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The orders' rows. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class HolderOrderStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final HolderOrderMapper mapper;
    private final OrderDeadlines deadlines;

    HolderOrderStore(Jdbi jdbi, ObjectMapper json, OrderDeadlines deadlines) {
        this.jdbi = jdbi;
        this.json = json;
        this.deadlines = deadlines;
        this.mapper = new HolderOrderMapper(json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    }

    void insert(List<HolderOrder> orders) {
        jdbi.useHandle(h -> {
            PreparedBatch batch = h.prepareBatch("insert into holder_order (id, kind, task, holder_id, holder_kind,"
                    + " transport, subject_id, categories, owner_id, reference, placed_at, due_by, status, attempts,"
                    + " next_check_at) values (:id, :kind, cast(:task as jsonb), :holder, :holderKind, :transport,"
                    + " :subject, :categories, :owner, :reference, :placedAt, :dueBy, :status, :attempts, :nextCheck)");
            for (HolderOrder order : orders) {
                batch.bind("id", order.id())
                        .bind("kind", order.kind().name())
                        .bind("task", text(order.task()))
                        .bind("holder", order.holderId())
                        .bind("holderKind", name(order.holderKind()))
                        .bind("transport", order.transport().name())
                        .bind("subject", order.subjectId())
                        .bindArray("categories", String.class, order.categories())
                        .bind("owner", order.ownerId())
                        .bind("reference", order.reference())
                        .bind("placedAt", order.placedAt())
                        .bind("dueBy", order.dueBy())
                        .bind("status", order.status().name())
                        .bind("attempts", order.attempts())
                        .bind("nextCheck", deadlines.nextCheck(order).orElse(null))
                        .add();
            }
            batch.execute();
        });
    }

    /** Writes what can change; the row must be locked. A closed order is not delivered any more. */
    void save(HolderOrder order) {
        jdbi.useHandle(h -> h.createUpdate("update holder_order set status = :status, attempts = :attempts,"
                        + " outcome = :outcome, records = :records, code = :code, evidence = :evidence,"
                        + " done_at = :doneAt, answered_at = :answeredAt, late = :late, overdue_at = :overdueAt,"
                        + " escalated_at = :escalatedAt, reminders = :reminders, reminded_at = :remindedAt,"
                        + " next_check_at = :nextCheck where id = :id")
                .bind("id", order.id())
                .bind("status", order.status().name())
                .bind("attempts", order.attempts())
                .bind("outcome", name(order.outcome()))
                .bind("records", order.records())
                .bind("code", order.code())
                .bind("evidence", order.evidence())
                .bind("doneAt", order.doneAt())
                .bind("answeredAt", order.answeredAt())
                .bind("late", order.late())
                .bind("overdueAt", order.overdueAt())
                .bind("escalatedAt", order.escalatedAt())
                .bind("reminders", order.reminders())
                .bind("remindedAt", order.remindedAt())
                .bind("nextCheck", deadlines.nextCheck(order).orElse(null))
                .execute());
        if (!order.status().isOpen()) {
            jdbi.useHandle(h -> h.createUpdate("delete from webhook_delivery where order_id = :id")
                    .bind("id", order.id())
                    .execute());
        }
    }

    Optional<HolderOrder> find(UUID id) {
        return one("select * from holder_order where id = :id", id);
    }

    /** The order, its row locked until the transaction ends. */
    Optional<HolderOrder> lock(UUID id) {
        return one("select * from holder_order where id = :id for update", id);
    }

    /** As {@link #lock}, or empty when somebody else works on it. */
    Optional<HolderOrder> lockIfFree(UUID id) {
        return one("select * from holder_order where id = :id for update skip locked", id);
    }

    List<HolderOrder> ofOwners(Collection<UUID> owners) {
        return jdbi.withHandle(
                h -> h.createQuery("select * from holder_order where owner_id = any(:owners) order by owner_id, id")
                        .bindArray("owners", UUID.class, List.copyOf(owners))
                        .map(mapper)
                        .list());
    }

    Page<HolderOrder> ofHolder(String holderId, @Nullable OrderStatus status, PageRequest page) {
        UUID after = page.after(1).map(a -> PageRequest.uuid(a.getFirst())).orElse(null);
        String filters = (status == null ? "" : " and status = :status") + (after == null ? "" : " and id > :after");
        List<HolderOrder> rows = jdbi.withHandle(h -> {
            var query = h.createQuery(
                    "select * from holder_order where holder_id = :holder" + filters + " order by id limit :limit");
            bindIfGiven(query, "status", name(status));
            bindIfGiven(query, "after", after);
            return query.bind("holder", holderId)
                    .bind("limit", page.rowsToRead())
                    .map(mapper)
                    .list();
        });
        return Page.of(rows, page, order -> List.of(order.id().toString()));
    }

    /** Orders whose deadline, reminder or escalation has come, oldest first. */
    List<UUID> dueForCheck(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select id from holder_order where next_check_at <= :now"
                        + " order by next_check_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list());
    }

    /** Puts a check off that failed, so that it does not stand in the way of the others. */
    void postponeCheck(UUID id, Instant until) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update holder_order set next_check_at = :until where id = :id and next_check_at < :until")
                .bind("id", id)
                .bind("until", until)
                .execute());
    }

    private Optional<HolderOrder> one(String sql, UUID id) {
        return jdbi.withHandle(
                h -> h.createQuery(sql).bind("id", id).map(mapper).findOne());
    }

    private static void bindIfGiven(SqlStatement<?> statement, String name, @Nullable Object value) {
        if (value != null) {
            statement.bind(name, value);
        }
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private String text(OrderTask task) {
        try {
            return json.writeValueAsString(task);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("order task", e);
        }
    }
}
