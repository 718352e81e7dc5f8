package covenant.request.view;

import covenant.contracts.DataAccessEvent;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.NewOrder;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.order.Givers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens views, asks the systems for them and ends them. Needs a running transaction. */
@ApplicationScoped
public class DataViews {
    private static final Set<String> GROUPS = Set.of("basic", "service");
    private static final Set<String> MORE = Set.of("network_id.account", "financial.bank_card", "identity.national_id");

    private final DataViewStore store;
    private final HolderRegistry holders;
    private final Givers givers;
    private final HolderOrders orders;
    private final Catalogue catalogue;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final Duration lifetime;
    private final Duration fresh;

    DataViews(
            DataViewStore store,
            HolderRegistry holders,
            Givers givers,
            HolderOrders orders,
            Catalogue catalogue,
            Outbox outbox,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.view.lifetime") Duration lifetime,
            @ConfigProperty(name = "covenant.request.view.fresh") Duration fresh) {
        this.store = store;
        this.holders = holders;
        this.givers = givers;
        this.orders = orders;
        this.catalogue = catalogue;
        this.outbox = outbox;
        this.clock = clock;
        this.lifetime = lifetime;
        this.fresh = fresh;
    }

    /** Account and service data of policy 5.1.1, as far as it may be looked at. */
    List<Category> shown() {
        return catalogue.categories().stream()
                .filter(c -> GROUPS.contains(String.valueOf(c.group())) || MORE.contains(c.name()))
                .filter(c -> !c.state().equals("FORBIDDEN") && !c.accessRestricted() && !c.thirdPerson())
                .toList();
    }

    /** Asks the systems anew, unless they were asked a moment ago: nobody can make them work by reloading a page. */
    DataViewStore.View open(String subjectId) {
        Instant now = clock.now();
        store.lockPerson(subjectId);
        Optional<DataViewStore.View> recent = store.live(subjectId, now)
                .filter(v -> v.requestedAt().plus(fresh).isAfter(now));
        if (recent.isPresent()) {
            return recent.get();
        }
        DataViewStore.View view = new DataViewStore.View(Ids.next(now), subjectId, now, now.plus(lifetime));
        store.insert(view);
        // Cancelled when the view ends, before anybody is reminded: a look that nobody waits for any more is no alarm.
        Instant dueBy = view.expiresAt().plus(lifetime);
        orders.placeAll(sources().stream()
                .map(s -> NewOrder.access(view.id(), s.holder().id(), subjectId, s.categories(), dueBy))
                .toList());
        return view;
    }

    Optional<DataViewStore.View> live(String subjectId) {
        return store.live(subjectId, clock.now());
    }

    /** Who is asked for what, with one order. */
    record Source(Holder holder, List<String> categories) {}

    /** The company's systems that hold any of it, and the services of Covenant for what they hold themselves. */
    List<Source> sources() {
        List<String> wanted = shown().stream().map(Category::name).toList();
        Stream<Source> systems = holders.internalHoldersOf(wanted).stream()
                .filter(h -> !h.isCovenant())
                .map(h -> new Source(h, h.held(wanted)));
        Stream<Source> covenant =
                givers.of(wanted).stream().map(gift -> new Source(gift.giver(), List.of(gift.category())));
        return Stream.concat(systems, covenant).toList();
    }

    List<HolderOrder> ordersOf(DataViewStore.View view) {
        return orders.ofOwner(view.id());
    }

    /** Who looked at whose data, and how much of it was clear. */
    void audit(DataViewStore.View view, String actor, List<String> categories, boolean clear) {
        outbox.append(EventDraft.about(
                view.subjectId(),
                "view-" + view.id(),
                new DataAccessEvent.PersonalDataAccessed(
                        actor,
                        categories,
                        clear ? "self-service view, clear after a second factor" : "self-service view, masked",
                        null,
                        view.id().toString(),
                        "data-subject-request-service",
                        clear,
                        null,
                        clock.now())));
    }

    /** Ends views whose time was over by then; returns how many. */
    public int expire(Instant now, int atMost) {
        List<UUID> over = store.expired(now, atMost);
        over.forEach(id -> {
            orders.cancelOpen(id);
            store.delete(id);
        });
        return over.size();
    }
}
