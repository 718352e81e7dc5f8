package covenant.platform.holder;

import covenant.contracts.HolderEntry;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is still to be posted; claimed with a lease and a fence, so that replicas share the work. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class WebhookDeliveryStore {
    private static final String OPEN = " and status in ('PENDING', 'REQUESTED', 'OVERDUE', 'ESCALATED')";
    private static final RowMapper<WebhookDelivery> MAPPER = (row, context) -> new WebhookDelivery(
            row.getObject("order_id", UUID.class),
            row.getString("holder_id"),
            row.getString("message_id"),
            row.getInt("attempts"),
            row.getTimestamp("give_up_at").toInstant(),
            row.getLong("fence"));

    private final Jdbi jdbi;
    private final Duration giveUpAfter;

    WebhookDeliveryStore(
            Jdbi jdbi,
            @ConfigProperty(name = "covenant.webhooks.give-up-after", defaultValue = "72h") Duration giveUpAfter) {
        this.jdbi = jdbi;
        this.giveUpAfter = giveUpAfter;
    }

    /** Queues those of the orders whose holder has a webhook. A repeated order is a message of its own. */
    void insert(List<HolderOrder> orders, Instant now) {
        List<HolderOrder> posted = orders.stream()
                .filter(order -> order.transport() == HolderEntry.Transport.WEBHOOK)
                .toList();
        if (posted.isEmpty()) {
            return;
        }
        jdbi.useHandle(h -> {
            PreparedBatch batch = h.prepareBatch("insert into webhook_delivery"
                    + " (order_id, holder_id, message_id, next_attempt_at, give_up_at)"
                    + " values (:order, :holder, :message, :now, :giveUp) on conflict (order_id) do nothing");
            for (HolderOrder order : posted) {
                batch.bind("order", order.id())
                        .bind("holder", order.holderId())
                        .bind("message", "msg_" + order.id() + "_" + order.reminders())
                        .bind("now", now)
                        .bind("giveUp", now.plus(giveUpAfter))
                        .add();
            }
            batch.execute();
        });
    }

    /** The holder can be reached elsewhere now: its open orders go there, and what waited for it is tried at once. */
    void reroute(String holderId, HolderEntry.Transport transport, Instant now) {
        jdbi.useHandle(h -> {
            h.createQuery("select id from holder_order where holder_id = :holder" + OPEN + " order by id for update")
                    .bind("holder", holderId)
                    .mapTo(UUID.class)
                    .list();
            h.createUpdate("delete from holder_circuit where holder_id = :holder")
                    .bind("holder", holderId)
                    .execute();
            if (transport == HolderEntry.Transport.WEBHOOK) {
                toWebhook(h, holderId, now);
            } else {
                h.createUpdate("delete from webhook_delivery where holder_id = :holder")
                        .bind("holder", holderId)
                        .execute();
            }
            h.createUpdate("update holder_order set transport = :transport, status = case when status = 'PENDING'"
                            + " and :transport <> 'WEBHOOK' then 'REQUESTED' else status end"
                            + " where holder_id = :holder and transport <> :transport" + OPEN)
                    .bind("holder", holderId)
                    .bind("transport", transport.name())
                    .execute();
        });
    }

    private void toWebhook(Handle h, String holderId, Instant now) {
        h.createUpdate("insert into webhook_delivery (order_id, holder_id, message_id, next_attempt_at, give_up_at)"
                        + " select id, holder_id, 'msg_' || id || '_' || reminders, :now, :giveUp from holder_order"
                        + " where holder_id = :holder and transport <> 'WEBHOOK'" + OPEN
                        + " on conflict (order_id) do nothing")
                .bind("holder", holderId)
                .bind("now", now)
                .bind("giveUp", now.plus(giveUpAfter))
                .execute();
        h.createUpdate("update webhook_delivery set next_attempt_at = :now where holder_id = :holder"
                        + " and next_attempt_at > :now")
                .bind("holder", holderId)
                .bind("now", now)
                .execute();
    }

    /** Holders with something to post now, whose circuit is closed or may be tried. */
    List<String> holdersDue(Instant now) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select h.id from holder h where h.transport = 'WEBHOOK'"
                                + " and exists (select from webhook_delivery d where d.holder_id = h.id and d.next_attempt_at <= :now)"
                                + " and not exists (select from holder_circuit c where c.holder_id = h.id and c.open_until > :now)")
                .bind("now", now)
                .mapTo(String.class)
                .list());
    }

    /** Takes deliveries of one holder until {@code leaseEnd}, and counts the attempt on their orders. */
    List<WebhookDelivery> claim(String holderId, int limit, Instant now, Instant leaseEnd) {
        return jdbi.withHandle(h -> {
            // Order and delivery are locked together and without waiting: an answer locks the order first.
            List<UUID> free = h.createQuery("select d.order_id from webhook_delivery d"
                            + " join holder_order o on o.id = d.order_id"
                            + " where d.holder_id = :holder and d.next_attempt_at <= :now"
                            + " order by d.next_attempt_at limit :limit for update of o, d skip locked")
                    .bind("holder", holderId)
                    .bind("now", now)
                    .bind("limit", limit)
                    .mapTo(UUID.class)
                    .list();
            if (free.isEmpty()) {
                return List.of();
            }
            h.createUpdate("update holder_order set attempts = attempts + 1 where id = any(:ids)")
                    .bindArray("ids", UUID.class, free)
                    .execute();
            return h.createQuery("update webhook_delivery set next_attempt_at = :leaseEnd, fence = fence + 1,"
                            + " attempts = attempts + 1 where order_id = any(:ids) returning *")
                    .bind("leaseEnd", leaseEnd)
                    .bindArray("ids", UUID.class, free)
                    .map(MAPPER)
                    .list();
        });
    }

    /** Ends a delivery; false when another claim came in between or the order was answered. */
    boolean remove(WebhookDelivery delivery) {
        return jdbi.withHandle(
                        h -> h.createUpdate("delete from webhook_delivery where order_id = :id and fence = :fence")
                                .bind("id", delivery.orderId())
                                .bind("fence", delivery.fence())
                                .execute())
                == 1;
    }

    boolean tryAgainAt(WebhookDelivery delivery, Instant at, String failure) {
        return jdbi.withHandle(h -> h.createUpdate("update webhook_delivery set next_attempt_at = :at,"
                                + " last_failure = :failure where order_id = :id and fence = :fence")
                        .bind("id", delivery.orderId())
                        .bind("fence", delivery.fence())
                        .bind("at", at)
                        .bind("failure", failure)
                        .execute())
                == 1;
    }

    /** Deliveries that nobody could try in their time, because their holder failed all along. */
    List<WebhookDelivery> expired(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select d.* from webhook_delivery d"
                                + " join holder_circuit c on c.holder_id = d.holder_id and c.open_until > :now"
                                + " where d.give_up_at <= :now and d.next_attempt_at <= :now order by d.give_up_at limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map(MAPPER)
                .list());
    }
}
