package covenant.benchmarks.audit;

import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What lies on the disk, in bytes: both databases with their indexes, and the segments of Kafka's topics.
 *
 * @param entries in the audit log
 */
record Footprint(long consents, long log, long topics, long entries) {

    static Footprint of(Stack stack) {
        try (Connection consent = stack.postgres().connect(Service.CONSENT.database());
                Connection audit = stack.postgres().connect(LogGround.DATABASE)) {
            String size = "select pg_database_size(current_database())";
            return new Footprint(
                    LogGround.number(consent, size),
                    LogGround.number(audit, size),
                    segments(stack.data().root().resolve("kafka")),
                    LogGround.number(audit, "select count(*) from entry"));
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot ask for sizes", e);
        }
    }

    /** The records alone: the indexes beside them are allocated at once, whatever is in them. */
    private static long segments(Path kafka) {
        try (Stream<Path> files = Files.walk(kafka)) {
            return files.filter(file ->
                            file.toString().endsWith(".log") && file.toString().contains("privacy.consent"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look into " + kafka, e);
        }
    }

    /** What came since, for each consent and each entry; Markdown. */
    String since(Footprint before, long written) {
        return String.format(
                Locale.ROOT,
                """
                | on the disk, indexes included | bytes |
                |---|---:|
                | consent-service's database, a consent | %.0f |
                | Kafka, the two events of a consent, one replica, lz4 | %.0f |
                | audit-service's database, an entry | %.0f |
                """,
                (double) (consents - before.consents) / written,
                (double) (topics - before.topics) / written,
                (double) (log - before.log) / Math.max(1, entries - before.entries));
    }
}
