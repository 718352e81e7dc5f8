package covenant.audit.reading;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log the entries of a period can stand: runs of blocks that have one of its days, and the end that fills no block yet. The log is in
 * the order of arrival, not of business time; reading these runs and nothing else costs as much for an old month as for the last one.
 */
@ApplicationScoped
public class TimeIndex {

    /** Entries of which the days are noted together. */
    public static final long BLOCK = 1_024;

    private static final String RUNS = """
            with hit as (select block from entry_days
                where days && daterange(cast(:from as date), cast(:to as date), '[)')),
            island as (select block, block - row_number() over (order by block) as number from hit)
            select min(block) as first, max(block) + 1 as behind from island group by number order by first""";

    private final Jdbi jdbi;

    public TimeIndex(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Entries with {@code from <= index < to}. */
    public record Run(long from, long to) {

        static final Run ALL = new Run(0, Long.MAX_VALUE);
    }

    /** In ascending order, apart from each other; the last one is open to what comes. */
    public List<Run> runs(Period period) {
        if (period.from() == null && period.to() == null) {
            return List.of(Run.ALL);
        }
        return jdbi.withHandle(handle -> {
            // The end first: a block that fills meanwhile is read twice rather than never.
            long end = handle.createQuery("select coalesce(max(block) + 1, 0) from entry_days")
                    .mapTo(Long.class)
                    .one();
            List<Run> runs = new ArrayList<>(handle.createQuery(RUNS)
                    .bind("from", day(period.from()))
                    .bind("to", dayAfter(period.to()))
                    .map((row, context) -> new Run(row.getLong("first") * BLOCK, row.getLong("behind") * BLOCK))
                    .list());
            return open(runs, end * BLOCK);
        });
    }

    /** From the first run to the end of the last: for what is counted over all of them. */
    public Run around(Period period, long size) {
        List<Run> runs = runs(period);
        long to = runs.size() > 1 && runs.getLast().from() >= size
                ? runs.get(runs.size() - 2).to()
                : size;
        return new Run(runs.getFirst().from(), Math.min(to, size));
    }

    private static List<Run> open(List<Run> runs, long end) {
        long from = end;
        while (!runs.isEmpty() && runs.getLast().to() >= from) {
            from = Math.min(from, runs.removeLast().from());
        }
        runs.add(new Run(from, Long.MAX_VALUE));
        return runs;
    }

    private static @Nullable LocalDate day(@Nullable Instant from) {
        return from == null ? null : LocalDate.ofInstant(from, ZoneOffset.UTC);
    }

    /** Exclusive: the day of the end itself may have entries before it. */
    private static @Nullable LocalDate dayAfter(@Nullable Instant to) {
        return to == null ? null : LocalDate.ofInstant(to, ZoneOffset.UTC).plusDays(1);
    }
}
