package covenant.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import covenant.platform.crypto.CryptoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SandboxClockIT {
    private static final Instant SYSTEM = Instant.parse("2026-11-24T04:00:00Z");
    private static Jdbi jdbi;

    private CovenantClock clock;

    @BeforeAll
    static void database() {
        jdbi = CryptoDatabase.create("platform_clock");
    }

    @BeforeEach
    void open() {
        jdbi.useHandle(handle -> {
            handle.execute("TRUNCATE sandbox_clock_move");
            handle.execute("UPDATE sandbox_clock SET offset_nanos = 0, moves = 0");
        });
        clock = sandbox(InstantSource.fixed(SYSTEM));
    }

    @AfterEach
    void close() {
        clock.stop();
    }

    private static CovenantClock sandbox(InstantSource system) {
        return new CovenantClock(system, new SandboxClockStore(jdbi));
    }

    @Test
    void runsWithTheSystemUntilItIsMovedAndThenOnFromThere() {
        InstantSource moving = new InstantSource() {
            private Instant at = SYSTEM;

            @Override
            public Instant instant() {
                at = at.plusSeconds(1);
                return at;
            }
        };
        CovenantClock running = sandbox(moving);

        assertThat(running.now()).isEqualTo(SYSTEM.plusSeconds(1));
        running.move(now -> Instant.parse("2027-01-01T00:00:00Z"), true);

        Instant first = running.now();
        assertThat(first).isAfter(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(running.now()).isEqualTo(first.plusSeconds(1));
        running.stop();
    }

    @Test
    void aMoveSurvivesARestartAndReachesOtherReplicas() {
        CovenantClock replica = sandbox(InstantSource.fixed(SYSTEM));
        assertThat(replica.now()).isEqualTo(SYSTEM);

        clock.move(AdvancePeriod.parse("P1M")::after, true);

        Instant moved = Instant.parse("2026-12-24T04:00:00Z");
        assertThat(clock.now()).isEqualTo(moved);
        assertThat(sandboxReadsOnce()).isEqualTo(moved);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(replica.now()).isEqualTo(moved));
        replica.stop();
    }

    private Instant sandboxReadsOnce() {
        CovenantClock restarted = sandbox(InstantSource.fixed(SYSTEM));
        try {
            return restarted.now();
        } finally {
            restarted.stop();
        }
    }

    /** T-9: sweeps can tell an operator's move from a leap. */
    @Test
    @Tag("R-4.2.2-1")
    void onlyUnexpectedMovesStayUnexplained() {
        ClockMoves moves = new ClockMoves(jdbi, (InstantSource) clock);
        ClockMark mark = moves.mark();

        clock.move(now -> now.plus(Duration.ofDays(31)), true);
        clock.move(now -> now.minus(Duration.ofDays(60)), true);
        assertThat(moves.since(mark).unexplained()).isZero();

        clock.move(now -> now.plus(Duration.ofDays(365)), false);
        ClockPassage leap = moves.since(mark);
        assertThat(leap.unexplained()).isEqualTo(Duration.ofDays(365));
        assertThat(moves.since(leap.to()).unexplained()).as("told once").isZero();

        assertThat(moves.lastConfirmed()).hasValueSatisfying(move -> {
            assertThat(move.number()).isEqualTo(2);
            assertThat(move.shift()).isEqualTo(Duration.ofDays(-60));
            assertThat(move.movedAt()).isEqualTo(SYSTEM);
        });
        assertThat(moves.list(10)).extracting(ClockMove::number).containsExactly(3L, 2L, 1L);
    }

    /** A system clock that leaps right after the first look: the mark is what was looked at, so that the next look tells of it. */
    @Test
    @Tag("AC-43")
    void aLeapIsNeverLostBetweenTwoLooks() {
        InstantSource leaping = new InstantSource() {
            private int looks;

            @Override
            public Instant instant() {
                return looks++ < 1 ? SYSTEM : SYSTEM.plus(Duration.ofDays(365));
            }
        };
        ClockMoves moves = new ClockMoves(jdbi, leaping);

        ClockPassage first = moves.since(new ClockMark(SYSTEM, 0));
        ClockPassage second = moves.since(first.to());

        assertThat(first.unexplained()).isZero();
        assertThat(first.to().at()).isEqualTo(SYSTEM);
        assertThat(second.unexplained()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void aStepBackWithoutAnOperatorIsNegative() {
        ClockMoves moves = new ClockMoves(jdbi, (InstantSource) clock);
        ClockMark mark = moves.mark();

        clock.move(now -> now.minus(Duration.ofDays(1)), false);

        assertThat(moves.since(mark).unexplained()).isEqualTo(Duration.ofDays(-1));
    }

    @Test
    void movesAtTheSameMomentAddUp() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Callable<Duration>> moves = IntStream.range(0, 12)
                    .<Callable<Duration>>mapToObj(i ->
                            () -> new SandboxClockStore(jdbi).move(SYSTEM, now -> now.plus(Duration.ofDays(1)), true))
                    .toList();
            for (Future<Duration> move : executor.invokeAll(moves)) {
                move.get();
            }
        }
        clock.refresh();

        assertThat(clock.now()).isEqualTo(SYSTEM.plus(Duration.ofDays(12)));
    }

    @Test
    void moreThanACenturyIsRefusedAndNothingMoves() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.move(now -> Instant.parse("2400-01-01T00:00:00Z"), true));

        assertThat(clock.now()).isEqualTo(SYSTEM);
        assertThat(new ClockMoves(jdbi, (InstantSource) clock).list(1)).isEmpty();
    }

    @Test
    void outsideTheSandboxThereIsOnlyTheSystemsTime() {
        CovenantClock production = new CovenantClock(InstantSource.fixed(SYSTEM), null);

        assertThat(production.isSandbox()).isFalse();
        assertThat(production.now()).isEqualTo(SYSTEM);
        assertThatIllegalStateException().isThrownBy(() -> production.move(now -> now.plusSeconds(1), true));
    }
}
