package covenant.retention.sweep;

import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.ClockMoves;
import covenant.platform.time.ClockPassage;
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
import java.time.Instant;
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

    /**
     * One run; returns how many cases were looked at. All that falls due by time does so by the instant that the guard has let pass, not by the
     * clock, which may leap the moment after; between batches the clock is judged again, not the number of persons: a run ends after two
     * limits' worth of cases.
     */
    int run() {
        Optional<Instant> judged = QuarkusTransaction.requiringNew().call(this::mayRun);
        stopped = judged.isEmpty();
        if (stopped) {
            return 0;
        }
        Instant now = judged.get();
        terminations.run(now);
        handOvers.run();
        recomputations.run();
        int done = 0;
        boolean more = true;
        while (more) {
            int claimed = batch(now);
            done += claimed;
            more = claimed == BATCH && done < 2 * blastLimit;
            if (more) {
                judged = QuarkusTransaction.requiringNew().call(() -> clockAllows(store.lock()));
                stopped = judged.isEmpty();
                if (stopped) {
                    return done;
                }
                now = judged.get();
            }
        }
        chores.run(now);
        reviews.run();
        return done;
    }

    private int batch(Instant now) {
        List<UUID> claimed = QuarkusTransaction.requiringNew().call(() -> cases.claimDue(now, LEASE, BATCH));
        workers.runAll(
                claimed.stream().<Runnable>map(id -> () -> fallDue(id, now)).toList());
        return claimed.size();
    }

    /** A case that fails keeps its lease and is tried again after it; the others go on. */
    private void fallDue(UUID caseId, Instant now) {
        try {
            QuarkusTransaction.requiringNew().run(() -> erasure.fallDue(caseId, now));
        } catch (RuntimeException e) {
            LOG.errorf(
                    "Case %s could not be handed to erasure and is tried again: %s",
                    caseId, ProblemMappers.describe(e));
        }
    }

    private Optional<Instant> mayRun() {
        SweepState state = store.lock();
        return clockAllows(state).filter(now -> !tooMany(state, now));
    }

    /** The present instant, marked, unless the sweep is stopped or the clock went further than it may. */
    private Optional<Instant> clockAllows(SweepState state) {
        if (state.stoppedFor() != null) {
            return Optional.empty();
        }
        ClockPassage passage = moves.since(state.lastRun());
        Optional<StopReason> leap = guard.clock(passage.unexplained());
        if (leap.isPresent()) {
            stop(leap.get(), passage.to().at(), passage.unexplained().toSeconds(), null, null);
            return Optional.empty();
        }
        store.ran(passage.to());
        return Optional.of(passage.to().at());
    }

    private boolean tooMany(SweepState state, Instant now) {
        long due = cases.subjectsDue(now, state.confirmedDueUntil(), blastLimit + 1);
        if (due <= blastLimit) {
            return false;
        }
        long limit = SweepGuard.limit(blastLimit, blastPercent, cases.subjects());
        long counted = cases.subjectsDue(now, state.confirmedDueUntil(), limit + 1);
        if (counted <= limit) {
            return false;
        }
        stop(StopReason.BLAST_LIMIT, now, null, counted, limit);
        return true;
    }

    private void stop(
            StopReason reason,
            Instant now,
            @org.jspecify.annotations.Nullable Long leapSeconds,
            @org.jspecify.annotations.Nullable Long due,
            @org.jspecify.annotations.Nullable Long limit) {
        store.stop(reason, now, leapSeconds, due, limit);
        LOG.errorf("The erasure sweep stopped (%s) and waits for an operator's confirmation", reason);
    }
}
