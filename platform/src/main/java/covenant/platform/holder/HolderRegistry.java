package covenant.platform.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderEntry;
import covenant.contracts.HolderEvent;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.intake.EventIntake;
import covenant.platform.intake.EventRejectedException;
import covenant.platform.intake.IncomingEvent;
import covenant.platform.intake.Order;
import covenant.platform.time.CovenantClock;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * This service's copy of the register of data holders and recipients, kept up by {@code privacy.holder.v1}. The topic is
 * compacted, so versions may have gaps: the newest entry wins, an older one changes nothing.
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
public class HolderRegistry {
    private static final String SELECT = "select entry::text from holder ";

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final EventIntake intake;
    private final WebhookDeliveryStore deliveries;
    private final CovenantClock clock;
    private final RowMapper<Holder> mapper = (row, context) -> Holder.of(entry(row.getString(1)));

    HolderRegistry(
            Jdbi jdbi, ObjectMapper json, EventIntake intake, WebhookDeliveryStore deliveries, CovenantClock clock) {
        this.jdbi = jdbi;
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.intake = intake;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Takes events of the register; for the service's consumer of {@code privacy.holder.v1}. */
    public void take(ConsumerRecords<String, byte[]> records) {
        intake.take(records, Order.AS_IT_COMES, this::apply);
    }

    public Optional<Holder> find(String id) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map(mapper)
                .findOne());
    }

    /**
     * Internal systems that hold any of these categories: every person's orders go to them. Suspended ones too, their
     * erasure duties go on; Covenant's own services too ({@link Holder#isCovenant}).
     */
    public List<Holder> internalHoldersOf(Collection<String> categories) {
        return jdbi.withHandle(h -> h.createQuery(
                        SELECT + "where kind = 'INTERNAL' and categories && cast(:categories as text[]) order by id")
                .bindArray("categories", String.class, List.copyOf(Set.copyOf(categories)))
                .map(mapper)
                .list());
    }

    public List<Holder> all() {
        return jdbi.withHandle(
                h -> h.createQuery(SELECT + "order by id").map(mapper).list());
    }

    List<Holder> findAll(Collection<String> ids) {
        return jdbi.withHandle(h -> h.createQuery(SELECT + "where id = any(:ids)")
                .bindArray("ids", String.class, List.copyOf(ids))
                .map(mapper)
                .list());
    }

    private void apply(IncomingEvent event) {
        HolderEntry entry = ((HolderEvent) event.payload()).holder();
        try {
            Holder.of(entry);
        } catch (DateTimeException e) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "backupMaxAge is no period");
        }
        boolean reachedElsewhere = find(entry.holderId())
                .map(known -> known.transport() != entry.transport() || !Objects.equals(known.url(), entry.url()))
                .orElse(true);
        boolean newer = upsert(entry, event.envelope().aggregateVersion());
        if (newer && reachedElsewhere) {
            deliveries.reroute(entry.holderId(), entry.transport(), clock.now());
        }
    }

    private boolean upsert(HolderEntry entry, long version) {
        return jdbi.withHandle(
                        h -> h.createUpdate("insert into holder (id, kind, transport, categories, entry, version)"
                                        + " values (:id, :kind, :transport, :categories, cast(:entry as jsonb), :version)"
                                        + " on conflict (id) do update set kind = excluded.kind, transport = excluded.transport,"
                                        + " categories = excluded.categories, entry = excluded.entry, version = excluded.version"
                                        + " where excluded.version > holder.version or excluded.version = 0")
                                .bind("id", entry.holderId())
                                .bind("kind", entry.kind().name())
                                .bind("transport", entry.transport().name())
                                .bindArray("categories", String.class, entry.categories())
                                .bind("entry", text(entry))
                                .bind("version", version)
                                .execute())
                == 1;
    }

    private String text(HolderEntry entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("holder entry", e);
        }
    }

    private HolderEntry entry(String text) {
        try {
            return json.readValue(text, HolderEntry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("holder entry", e);
        }
    }
}
