package covenant.platform.holder;

import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/** Results and data that a holder hands in by REST. What it confirms is published too: the audit sees it as on Kafka. */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderHandIn {
    private final HolderOrderStore store;
    private final OrderAnswers answers;
    private final Instance<OrderDataSink> sink;
    private final Outbox outbox;
    private final CovenantClock clock;

    OrderHandIn(
            HolderOrderStore store,
            OrderAnswers answers,
            Instance<OrderDataSink> sink,
            Outbox outbox,
            CovenantClock clock) {
        this.store = store;
        this.answers = answers;
        this.sink = sink;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The holder's own order; 404 when there is none, 403 when it is another holder's. */
    HolderOrder own(UUID id, String holder) {
        HolderOrder order = store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such order."));
        if (!order.holderId().equals(holder)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "The order was sent to another holder.");
        }
        return order;
    }

    /**
     * Records a result; the order as it stands afterwards. A repetition gets the first answer back.
     *
     * @throws RefusedException 409 where another result was confirmed, data included
     */
    @Transactional(Transactional.TxType.MANDATORY)
    HolderOrder result(UUID id, String holder, OrderResultRequest result) {
        HolderAnswer answer = result.toAnswer(own(id, holder).kind(), clock.now());
        OrderDecision decision = answers.answer(id, holder, answer, order -> {
                    if (result.data() != null) {
                        sink().take(order, result.data());
                    }
                })
                .orElseThrow();
        HolderOrder standing = standing(decision);
        if (decision instanceof OrderDecision.Unchanged
                && result.data() != null
                && !sink().isWhatWasTaken(standing, result.data())) {
            throw conflict(standing);
        }
        return standing;
    }

    /**
     * Streams data to the sink, then records the answer; what came too late is discarded. A repetition gets the first answer
     * back.
     *
     * @throws RefusedException 409 where other data, or another result, was confirmed
     */
    HolderOrder stream(UUID id, String holder, InputStream body) throws IOException {
        HolderOrder order = own(id, holder);
        if (order.kind() != OrderKind.ACCESS) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Only an order of kind ACCESS takes data.");
        }
        if (order.status() == OrderStatus.CONFIRMED) {
            boolean again = order.outcome() == OrderOutcome.DELIVERED && sink().isWhatWasTaken(order, body);
            if (!again) {
                throw conflict(order);
            }
            return order;
        }
        requireTakesAnswer(order);
        String reference = sink().store(order, body);
        Confirmation confirmation = new Confirmation();
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                HolderAnswer answer =
                        new HolderAnswer.Done(OrderKind.ACCESS, OrderOutcome.DELIVERED, 0, clock.now(), true);
                OrderDecision decision = answers.answer(
                                id, holder, answer, confirmation.then(o -> sink().attach(o, reference)))
                        .orElseThrow();
                HolderOrder standing = standing(decision);
                if (decision instanceof OrderDecision.Unchanged && !sink().isWhatWasTaken(standing, reference)) {
                    throw conflict(standing);
                }
                return standing;
            });
        } catch (RuntimeException e) {
            confirmation.attached = false;
            throw e;
        } finally {
            if (!confirmation.attached) {
                sink().discard(order, reference);
            }
        }
    }

    private HolderOrder standing(OrderDecision decision) {
        return switch (decision) {
            case OrderDecision.Confirmed confirmed -> {
                publish(confirmed.order(), OrderEvents.confirmation(confirmed.order()));
                yield confirmed.order();
            }
            case OrderDecision.Exempted exempted -> {
                publish(exempted.order(), OrderEvents.rejection(exempted.order()));
                yield exempted.order();
            }
            case OrderDecision.Rejected rejected -> {
                publish(rejected.order(), OrderEvents.rejection(rejected.order()));
                yield rejected.order();
            }
            case OrderDecision.Unchanged unchanged -> {
                if (unchanged.contradicts()) {
                    throw conflict(unchanged.order());
                }
                yield unchanged.order();
            }
            case OrderDecision.Refused refused -> throw refusal(refused.reason());
        };
    }

    private void publish(HolderOrder order, covenant.contracts.HolderAckEvent ack) {
        outbox.append(EventDraft.about(order.subjectId(), order.id().toString(), ack));
    }

    private static RefusedException refusal(OrderDecision.Reason reason) {
        return switch (reason) {
            case NOT_ITS_ORDER -> new RefusedException(ProblemCode.FORBIDDEN, "The order was sent to another holder.");
            case WRONG_KIND -> Refusal.invalid("outcome", reason.detail()).asException();
            case NO_DATA ->
                Refusal.invalid("data", "is required with outcome DELIVERED").asException();
        };
    }

    private static void requireTakesAnswer(HolderOrder order) {
        if (!order.status().takesAnswer()) {
            throw conflict(order);
        }
    }

    private static RefusedException conflict(HolderOrder order) {
        return Refusal.of(ProblemCode.STATE_CONFLICT, "The order is closed, and its first answer stands.")
                .with("orderStatus", order.status())
                .asException();
    }

    private OrderDataSink sink() {
        if (!sink.isResolvable()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "This service takes no data.");
        }
        return Objects.requireNonNull(sink.get());
    }

    /** Remembers whether the stored data became part of the answer. */
    private static final class Confirmation {
        private boolean attached;

        Consumer<HolderOrder> then(Consumer<HolderOrder> attach) {
            return order -> {
                attach.accept(order);
                attached = true;
            };
        }
    }
}
