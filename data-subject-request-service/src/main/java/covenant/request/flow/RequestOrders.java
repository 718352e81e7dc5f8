package covenant.request.flow;

import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.HolderOrderEvent.RestrictionEffect;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.NewOrder;
import covenant.platform.holder.OrderTask;
import covenant.platform.time.CovenantClock;
import covenant.request.facts.Disclosure;
import covenant.request.facts.FactStore;
import covenant.request.order.Corrections;
import covenant.request.order.Givers;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which orders a request leads to, and to whom. */
@ApplicationScoped
class RequestOrders {
    private static final String CONTACTS = "notification-service";

    private final HolderRegistry holders;
    private final HolderOrders orders;
    private final FactStore facts;
    private final Corrections corrections;
    private final Givers givers;
    private final CovenantClock clock;
    private final Duration patience;

    RequestOrders(
            HolderRegistry holders,
            HolderOrders orders,
            FactStore facts,
            Corrections corrections,
            Givers givers,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.order.due") Duration patience) {
        this.holders = holders;
        this.orders = orders;
        this.facts = facts;
        this.corrections = corrections;
        this.givers = givers;
        this.clock = clock;
        this.patience = patience;
    }

    /** To every internal system that holds any of these; the services of Covenant itself are asked apart. */
    private List<Holder> internal(Collection<String> categories) {
        return holders.internalHoldersOf(categories).stream()
                .filter(holder -> !holder.isCovenant())
                .toList();
    }

    /** Whether any system takes a corrected value of it. */
    boolean correctable(String category) {
        return held(category) || contacts(List.of(category)).isPresent();
    }

    /** Of Covenant's own services the one that keeps contact points: it gives and corrects what it holds (policy 5.1.1). */
    private Optional<Holder> contacts(Collection<String> categories) {
        return holders.find(CONTACTS)
                .filter(Holder::isCovenant)
                .filter(h -> !h.held(categories).isEmpty());
    }

    boolean held(String category) {
        return !internal(List.of(category)).isEmpty();
    }

    void cancelOpen(java.util.UUID requestId) {
        orders.cancelOpen(requestId);
    }

    int access(Request request, Collection<String> categories) {
        List<NewOrder> placed = new ArrayList<>();
        for (Holder holder : internal(categories)) {
            placed.add(access(request, holder, holder.held(categories)));
        }
        if (request.type() != RequestType.PORTABILITY) {
            givers.of(categories).forEach(gift -> placed.add(access(request, gift.giver(), List.of(gift.category()))));
        }
        return place(placed);
    }

    private NewOrder access(Request request, Holder holder, List<String> categories) {
        return NewOrder.access(request.id(), holder.id(), request.subjectId(), categories, due(request));
    }

    int correction(Request request, Collection<String> categories) {
        List<NewOrder> placed = new ArrayList<>();
        for (Holder holder : internal(categories)) {
            placed.add(NewOrder.correction(
                    request.id(), holder.id(), request.subjectId(), holder.held(categories), due(request)));
        }
        contacts(categories).ifPresent(holder -> {
            List<String> concerned = holder.held(categories);
            OrderTask task = new OrderTask.Correction(
                    request.id(), corrections.sealedFor(request.id(), concerned).orElse(null));
            placed.add(NewOrder.of(task, holder.id(), request.subjectId(), concerned, request.id(), due(request)));
        });
        int internal = placed.size();
        recipients(request.subjectId(), categories)
                .forEach((recipient, known) -> placed.add(NewOrder.correction(
                                request.id(), recipient, request.subjectId(), known.categories(), due(request))
                        .reference(known.reference())));
        place(placed);
        return internal;
    }

    int restriction(Request request, Collection<String> categories, RestrictionEffect effect) {
        OrderTask task = new OrderTask.Restriction(effect, request.id(), null);
        return place(internal(categories).stream()
                .map(h ->
                        NewOrder.of(task, h.id(), request.subjectId(), h.held(categories), request.id(), due(request)))
                .toList());
    }

    private record Known(
            TreeSet<String> categories,
            @org.jspecify.annotations.Nullable String reference) {}

    /** Who outside got any of these, with the reference under which they know the person (R-5.1.1-2). */
    private Map<String, Known> recipients(String subjectId, Collection<String> categories) {
        Map<String, Known> found = new LinkedHashMap<>();
        for (Disclosure d : facts.disclosures(subjectId)) {
            List<String> concerned =
                    d.categories().stream().filter(categories::contains).toList();
            boolean outside =
                    holders.find(d.recipient()).map(h -> !h.isInternal()).orElse(true);
            if (!concerned.isEmpty() && outside && !d.kind().equals("PUBLICATION")) {
                Known known = found.get(d.recipient());
                TreeSet<String> all = known == null ? new TreeSet<>() : known.categories();
                all.addAll(concerned);
                found.put(
                        d.recipient(),
                        new Known(all, d.reference() == null && known != null ? known.reference() : d.reference()));
            }
        }
        return found;
    }

    private int place(List<NewOrder> placed) {
        orders.placeAll(placed);
        return placed.size();
    }

    /** Some days, but so that a day is left to answer the person. */
    private Instant due(Request request) {
        Instant soon = clock.now().plus(patience);
        Instant latest =
                request.state().proof().map(Proof::replyDue).orElse(soon).minus(Duration.ofDays(1));
        return latest.isBefore(soon) && latest.isAfter(clock.now()) ? latest : soon;
    }
}
