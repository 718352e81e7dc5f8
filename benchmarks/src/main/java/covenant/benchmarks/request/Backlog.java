package covenant.benchmarks.request;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Open requests, filled in by SQL: under review, as they are when nobody has decided them yet. */
final class Backlog {
    /** What the service's sweep takes in one transaction. */
    static final int BATCH = 200;

    private static final int PIECE = 50_000;
    private static final long LONGEST_NANOS = 2L * 3_600 * 1_000_000_000;

    private final Desk desk;
    private final long open;

    Backlog(Desk desk, long open) {
        this.desk = desk;
        this.open = open;
    }

    void fill() {
        for (long from = 1; from <= open; from += PIECE) {
            desk.execute(
                    "insert into request (id, subject_id, type, scope, categories, requester, channel, received_at,"
                            + " created_at, status, open, identity_expires_at, target_due, verified_by, verified_at, reply_due,"
                            + " next_step, next_step_at) select gen_random_uuid(), 'backlog-' || i, 'COMPLAINT', '\\x00', '{}',"
                            + " 'SELF', 'APP', now() - interval '20 days', now() - interval '20 days' - i * interval '1 second',"
                            + " 'IN_REVIEW', true, now(), now() + interval '1 day', 'ASSERTION', now() - interval '20 days',"
                            + " now() + interval '3650 days', 'REMIND_20', now() + interval '3650 days' from generate_series("
                            + from + ", " + Math.min(open, from + PIECE - 1) + ") i");
        }
        desk.execute("analyze request");
    }

    /**
     * What the sweep did.
     *
     * @param largestTransaction the most requests that one transaction changed
     * @param singleMillis the median of single filings meanwhile
     */
    record Swept(long reminded, double seconds, long largestTransaction, double singleMillis) {}

    Swept sweep(Consumer<String> say) {
        desk.execute("update request set next_step_at = timestamptz '2020-01-01' where subject_id like 'backlog-%'");
        long begin = System.nanoTime();
        SingleCalls single = new SingleCalls(desk);
        List<Double> meanwhile = new ArrayList<>();
        long left = open;
        for (int round = 0; left > 0 && System.nanoTime() - begin < LONGEST_NANOS; round++) {
            meanwhile.add(single.filing("meanwhile-" + round, 20));
            left = desk.number("select count(*) from request where next_step_at = timestamptz '2020-01-01'");
            say.accept(left + " reminders left");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Swept(
                desk.number(
                        "select count(distinct request_id) from request_timeline where event = 'RequestDeadlineApproaching'"
                                + " having count(*) = count(distinct request_id)"),
                seconds,
                desk.number("select max(n) from (select count(*) as n from request where subject_id like 'backlog-%'"
                        + " group by xmin) t"),
                meanwhile.stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .skip(meanwhile.size() / 2)
                        .findFirst()
                        .orElse(0));
    }
}
