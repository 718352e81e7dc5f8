package covenant.request.flow;

import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.HolderEntry;
import covenant.contracts.HolderOrderEvent.RestrictionEffect;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.OrderKind;
import covenant.platform.holder.OrderOutcomes;
import covenant.platform.holder.OrderStatus;
import covenant.platform.holder.OrderTask;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.export.Packages;
import covenant.request.request.Request;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Timeline;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What the answers, and the silence, of data holders do to a request. */
@ApplicationScoped
class OrdersAnswered implements OrderOutcomes {
    private static final Logger LOG = Logger.getLogger(OrdersAnswered.class);

    private final RequestStore requests;
    private final HolderOrders orders;
    private final Packages packages;
    private final Answers answers;
    private final CorrectionFlow corrections;
    private final Timeline timeline;
    private final CovenantClock clock;
    private final MeterRegistry metrics;

    OrdersAnswered(
            RequestStore requests,
            HolderOrders orders,
            Packages packages,
            Answers answers,
            CorrectionFlow corrections,
            Timeline timeline,
            CovenantClock clock,
            MeterRegistry metrics) {
        this.requests = requests;
        this.orders = orders;
        this.packages = packages;
        this.answers = answers;
        this.corrections = corrections;
        this.timeline = timeline;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void lockOwner(UUID ownerId) {
        requests.lock(ownerId);
    }

    @Override
    public void confirmed(HolderOrder order) {
        note(order, "OrderConfirmed");
        closed(order);
    }

    @Override
    public void exempt(HolderOrder order) {
        note(order, "OrderExempt");
        closed(order);
    }

    @Override
    public void rejected(HolderOrder order) {
        note(order, "OrderRejected");
        LOG.warnf("Order %s was rejected by its holder", order.id());
    }

    @Override
    public void overdue(HolderOrder order) {
        note(order, "OrderOverdue");
    }

    @Override
    public void escalated(HolderOrder order) {
        note(order, "OrderEscalated");
        metrics.counter("covenant.request.orders.escalated").increment();
        LOG.errorf("Order %s is not answered and was escalated", order.id());
    }

    private void closed(HolderOrder order) {
        Optional<Request> owner = requests.lock(order.ownerId());
        if (owner.isEmpty() || !(owner.get().state() instanceof RequestState.Executing)) {
            return;
        }
        Request request = owner.get();
        List<HolderOrder> all = orders.ofOwner(request.id());
        switch (order.kind()) {
            case ACCESS -> {
                if (done(all, OrderKind.ACCESS)) {
                    packages.due(request, false);
                }
            }
            case CORRECTION -> completeIf(done(all, OrderKind.CORRECTION), request, all);
            case RESTRICTION -> completeIf(imposed(order) && done(all, OrderKind.RESTRICTION), request, all);
            case ERASURE -> {}
        }
    }

    private static boolean imposed(HolderOrder order) {
        return order.task() instanceof OrderTask.Restriction r && r.effect() == RestrictionEffect.IMPOSE;
    }

    /** Recipients outside are told; whether they obey does not hold the answer up (R-5.2-6 by analogy). */
    private static boolean done(List<HolderOrder> all, OrderKind kind) {
        return all.stream()
                .filter(o -> o.kind() == kind)
                .filter(o -> o.holderKind() == null || o.holderKind() == HolderEntry.Kind.INTERNAL)
                .allMatch(o -> o.status() == OrderStatus.CONFIRMED || o.status() == OrderStatus.EXEMPT_LAW);
    }

    private void completeIf(boolean done, Request request, List<HolderOrder> all) {
        if (!done) {
            return;
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(
                "told",
                all.stream()
                        .map(o -> Map.of(
                                "holder", o.holderId(), "status", o.status().name()))
                        .toList());
        List<CorrectionFlow.NotOpen> leftOut = corrects(request)
                ? corrections.leftOut(
                        request,
                        all.stream().flatMap(o -> o.categories().stream()).toList())
                : List.of();
        if (!leftOut.isEmpty()) {
            result.put("restricted", leftOut);
        }
        answers.complete(
                request,
                leftOut.isEmpty() ? Outcome.FULL : Outcome.PARTIAL,
                leftOut.stream().map(CorrectionFlow.NotOpen::category).toList(),
                result,
                leftOut.isEmpty()
                        ? null
                        : "以下类别不开放更正 (not open to correction)："
                                + leftOut.stream()
                                        .map(c -> c.label() + " " + c.category() + "，" + c.reason())
                                        .collect(Collectors.joining("；")),
                null);
    }

    private static boolean corrects(Request request) {
        return request.type() == RequestType.CORRECTION || request.type() == RequestType.COMPLETION;
    }

    private void note(HolderOrder order, String event) {
        if (requests.find(order.ownerId()).isPresent()) {
            timeline.note(
                    order.ownerId(),
                    event,
                    "HOLDER:" + order.holderId(),
                    clock.now(),
                    Map.of("orderId", order.id(), "kind", order.kind(), "status", order.status()));
        }
    }
}
