package covenant.request.deadline;

import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.OrderStatus;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.export.Packages;
import covenant.request.flow.DeletionResult;
import covenant.request.notice.Notices;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.Step;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Carries out what the clock demands of requests, in bounded batches; each request once, however many replicas run. */
@ApplicationScoped
class DeadlineSweep {
    private static final Logger LOG = Logger.getLogger(DeadlineSweep.class);
    private static final int BATCH = 200;
    private static final Duration RETRY = Duration.ofMinutes(10);

    private final RequestStore store;
    private final Requests requests;
    private final HolderOrders orders;
    private final Packages packages;
    private final Answers answers;
    private final DeletionResult deletions;
    private final Notices notices;
    private final CovenantClock clock;

    DeadlineSweep(
            RequestStore store,
            Requests requests,
            HolderOrders orders,
            Packages packages,
            Answers answers,
            DeletionResult deletions,
            Notices notices,
            CovenantClock clock) {
        this.store = store;
        this.requests = requests;
        this.orders = orders;
        this.packages = packages;
        this.answers = answers;
        this.deletions = deletions;
        this.notices = notices;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.request.deadline.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onTime() {
        int done = run();
        if (done > 0) {
            LOG.infof("%d deadlines of requests were handled", done);
        }
    }

    /** Until nothing is due; returns how many steps were done. */
    int run() {
        int done = 0;
        int batch;
        do {
            batch = batchOrSingly();
            done += batch;
        } while (batch > 0);
        return done;
    }

    /** One request that cannot be handled must not hold up the others: it is tried again later. */
    private int batchOrSingly() {
        try {
            return QuarkusTransaction.requiringNew().call(() -> batch(BATCH));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "A batch of deadlines failed, one by one now: %s",
                    e.getClass().getName());
        }
        int done = 0;
        for (int i = 0; i < BATCH; i++) {
            UUID[] at = new UUID[1];
            try {
                int one = QuarkusTransaction.requiringNew().call(() -> {
                    store.claimDue(clock.now(), 1)
                            .forEach(due -> at[0] = due.request().id());
                    return batch(1);
                });
                if (one == 0) {
                    return done;
                }
                done += one;
            } catch (RuntimeException e) {
                LOG.errorf(
                        "Deadline of request %s not handled: %s",
                        at[0], e.getClass().getName());
                QuarkusTransaction.requiringNew()
                        .run(() -> store.postpone(at[0], clock.now().plus(RETRY)));
            }
        }
        return done;
    }

    private int batch(int size) {
        List<RequestStore.DueStep> due = store.claimDue(clock.now(), size);
        remind(due, Step.REMIND_20, 20);
        remind(due, Step.REMIND_27, 27);
        for (RequestStore.DueStep step : due) {
            if (step.step() != Step.REMIND_20 && step.step() != Step.REMIND_27) {
                store.stepDone(step(step.request(), step.step()), step.step());
            }
        }
        return due.size();
    }

    /** Reminders change nothing but their own clock: a batch of them takes a few round trips. */
    private void remind(List<RequestStore.DueStep> due, Step step, int day) {
        List<Request> concerned = due.stream()
                .filter(d -> d.step() == step)
                .map(RequestStore.DueStep::request)
                .toList();
        requests.remind(concerned, day);
        store.stepsDone(concerned, step);
    }

    private Request step(Request request, Step step) {
        return switch (step) {
            case IDENTITY_EXPIRES -> requests.apply(request, new RequestCommand.ExpireIdentity());
            case REMIND_20 -> requests.apply(request, new RequestCommand.Remind(20));
            case REMIND_27 -> requests.apply(request, new RequestCommand.Remind(27));
            case ANSWER_PARTIALLY -> answerPartially(request);
            case OVERDUE -> overdue(request);
        };
    }

    /** What is there leaves in time and names what is missing; where nothing was decided there is nothing to say yet. */
    private Request answerPartially(Request request) {
        boolean underWay =
                request.state() instanceof RequestState.Accepted || request.state() instanceof RequestState.Executing;
        if (!underWay) {
            return request;
        }
        if (request.type() == RequestType.ACCESS
                || request.type() == RequestType.COPY
                || request.type() == RequestType.PORTABILITY) {
            packages.due(request, true);
            return request;
        }
        if (request.type() == RequestType.DELETION) {
            return deletions.answerInTime(request);
        }
        return answers.partially(request, missing(request), List.of(), Map.of(), null);
    }

    private List<String> missing(Request request) {
        return orders.ofOwner(request.id()).stream()
                .filter(o -> o.status() != OrderStatus.CONFIRMED && o.status() != OrderStatus.CANCELLED)
                .map(HolderOrder::holderId)
                .distinct()
                .sorted()
                .toList();
    }

    /** An apology, and an alarm that repeats; the request stays workable (R-5.2.1-5). */
    private Request overdue(Request request) {
        Request after = requests.apply(request, new RequestCommand.MarkOverdue());
        if (after.overdue() && !request.overdue()) {
            LOG.errorf("Request %s is overdue", request.id());
            notices.overdue(after, after.state().proof().map(Proof::replyDue).orElseThrow());
        }
        return after;
    }
}
