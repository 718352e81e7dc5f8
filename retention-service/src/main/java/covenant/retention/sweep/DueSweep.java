package covenant.retention.sweep;

import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.ClockMark;
import covenant.platform.time.ClockMoves;
import covenant.platform.time.CovenantClock;
import covenant.retention.erasure.Erasure;
import covenant.retention.erasure.ErasureChores;
import covenant.retention.hold.HoldReviews;
import covenant.retention.retentioncase.DueCases;
import covenant.retention.retentioncase.RuleRecomputations;
import covenant.retention.sweep.SweepState.StopReason;
import covenant.retention.termination.HandOvers;
import covenant.retention.termination.Terminations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Finds what fell due. Any number of replicas may run it: a case is leased to one, and is handed to erasure under its row's
 * lock with holds and state looked at again. A leap of the clock or a batch of too many persons stops it, in all replicas,
 * until an operator confirms (T-9).
 */
@ApplicationScoped
class DueSweep {
    private static final Logger LOG = Logger.getLogger(DueSweep.class);
    private static final int BATCH = 200;
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final SweepStore store;
    private final DueCases cases;
    private final Erasure erasure;
    private final ErasureChores chores;
    private final Terminations terminations;
    private final HandOvers handOvers;
    private final RuleRecomputations recomputations;
    private final HoldReviews reviews;
    private final Workers workers;
    private final ClockMoves moves;
    private final CovenantClock clock;
    private final SweepGuard guard;
    private final long blastLimit;
    private final int blastPercent;
    private volatile boolean stopped;

    DueSweep(
            SweepStore store,
            DueCases cases,
            Erasure erasure,
            ErasureChores chores,
            Terminations terminations,
            HandOvers handOvers,
            RuleRecomputations recomputations,
            HoldReviews reviews,
            Workers workers,
            ClockMoves moves,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.retention.sweep.leap-limit", defaultValue = "PT48H") Duration leapLimit,
            @ConfigProperty(name = "covenant.retention.sweep.blast-limit", defaultValue = "1000") long blastLimit,
            @ConfigProperty(name = "covenant.retention.sweep.blast-percent", defaultValue = "1") int blastPercent) {
        this.store = store;
        this.cases = cases;
        this.erasure = erasure;
        this.chores = chores;
        this.terminations = terminations;
        this.handOvers = handOvers;
        this.recomputations = recomputations;
        this.reviews = reviews;
        this.workers = workers;
        this.moves = moves;
        this.clock = clock;
        this.guard = new SweepGuard(leapLimit, SweepGuard.CORRECTION);
        this.blastLimit = blastLimit;
        this.blastPercent = blastPercent;
        Gauge.builder("covenant.retention.sweep.stopped", this, sweep -> sweep.stopped ? 1 : 0)
                .description("1 while the erasure sweep waits for an operator's confirmation")
                .register(metrics);
    }

    @Scheduled(
            every = "{covenant.retention.sweep.every}",
            delayed = "{covenant.retention.sweep.delayed:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        run();
    }

    /** One run; returns how many cases were looked at. */
    int run() {
        boolean go = QuarkusTransaction.requiringNew().call(this::mayRun);
        stopped = !go;
        if (!go) {
            return 0;
        }
        terminations.run();
        handOvers.run();
        recomputations.run();
        int done = 0;
        List<UUID> claimed;
        do {
            claimed = QuarkusTransaction.requiringNew().call(() -> cases.claimDue(clock.now(), LEASE, BATCH));
            workers.runAll(
                    claimed.stream().<Runnable>map(id -> () -> fallDue(id)).toList());
            done += claimed.size();
        } while (claimed.size() == BATCH && done < 2 * blastLimit);
        chores.run();
        reviews.run();
        return done;
    }

    /** A case that fails keeps its lease and is tried again after it; the others go on. */
    private void fallDue(UUID caseId) {
        try {
            QuarkusTransaction.requiringNew().run(() -> erasure.fallDue(caseId));
        } catch (RuntimeException e) {
            LOG.errorf(
                    "Case %s could not be handed to erasure and is tried again: %s",
                    caseId, ProblemMappers.describe(e));
        }
    }

    private boolean mayRun() {
        SweepState state = store.lock();
        if (state.stoppedFor() != null) {
            return false;
        }
        ClockMark lastRun = state.lastRun();
        if (lastRun != null) {
            Duration unexplained = moves.unexplainedSince(lastRun);
            Optional<StopReason> leap = guard.clock(unexplained);
            if (leap.isPresent()) {
                stop(leap.get(), unexplained.toSeconds(), null, null);
                return false;
            }
        }
        if (tooMany(state)) {
            return false;
        }
        store.ran(moves.mark());
        return true;
    }

    private boolean tooMany(SweepState state) {
        long due = cases.subjectsDue(clock.now(), state.confirmedDueUntil(), blastLimit + 1);
        if (due <= blastLimit) {
            return false;
        }
        long limit = SweepGuard.limit(blastLimit, blastPercent, cases.subjects());
        long counted = cases.subjectsDue(clock.now(), state.confirmedDueUntil(), limit + 1);
        if (counted <= limit) {
            return false;
        }
        stop(StopReason.BLAST_LIMIT, null, counted, limit);
        return true;
    }

    private void stop(
            StopReason reason,
            @org.jspecify.annotations.Nullable Long leapSeconds,
            @org.jspecify.annotations.Nullable Long due,
            @org.jspecify.annotations.Nullable Long limit) {
        store.stop(reason, clock.now(), leapSeconds, due, limit);
        LOG.errorf("The erasure sweep stopped (%s) and waits for an operator's confirmation", reason);
    }
}
