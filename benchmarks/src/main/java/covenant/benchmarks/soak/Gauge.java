package covenant.benchmarks.soak;

/**
 * What is sampled: its column in the page, and how much it may differ by chance.
 *
 * <p>The rule of "flat": the median of the last third of the samples is at most 1.1 times the median of the middle third, plus the slack. The
 * first third does not count: caches, pools and the compiler fill up in it.
 */
enum Gauge {
    HEAP_CONSENT("heap consent", 3),
    HEAP_REQUESTS("heap data-subject-request", 3),
    HEAP_RETENTION("heap retention", 3),
    HEAP_NOTIFICATION("heap notification", 3),
    HEAP_AUDIT("heap audit", 3),
    MEMORY("memory MB", 25),
    CONNECTIONS("connections", 4),
    FILE_HANDLES("file handles", 20),
    THREADS("threads", 10),
    LAG("topic lag", 200),
    OUTBOX_ROWS("outbox rows", 200),
    OUTBOX_SIZE("outbox MB", 4),
    DEAD_SHARE("dead rows, %", 2),
    /** What was asked to be kept is kept: it grows with the work, and only the growth per journey says something. */
    DATABASES("databases MB", Double.POSITIVE_INFINITY);

    static final double FACTOR = 1.1;

    private final String column;
    private final double slack;

    Gauge(String column, double slack) {
        this.column = column;
        this.slack = slack;
    }

    String column() {
        return column;
    }

    double slack() {
        return slack;
    }

    boolean judged() {
        return slack < Double.POSITIVE_INFINITY;
    }
}
