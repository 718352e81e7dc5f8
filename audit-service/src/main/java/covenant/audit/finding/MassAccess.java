package covenant.audit.finding;

import covenant.audit.reading.LoggedFact;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Counts the persons and records that one operator read within a window. Systems that act for themselves are not operators. */
final class MassAccess {

    private static final Duration KEPT = Duration.ofDays(7);
    private static final Set<String> SYSTEMS = Set.of("SYSTEM:", "BACKEND:");

    private final Handle handle;
    private final Rule rule;

    MassAccess(Handle handle, Rule rule) {
        this.handle = handle;
        this.rule = rule;
    }

    private record Access(String accessor, Instant at) {}

    List<Suspicion> of(List<LoggedFact> accesses) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into person_access (entry, accessor, subject, accessed_at, records, seen_at)
                values (:entry, :accessor, :subject, :at, :records, :seen) on conflict do nothing""");
        Set<Access> seen = new LinkedHashSet<>();
        for (LoggedFact fact : accesses) {
            if (!fact.readable() || bySystem(fact)) {
                continue;
            }
            Access access = new Access(
                    fact.optional("accessor").orElse(fact.actor()),
                    fact.instant("accessedAt").orElse(fact.occurredAt()));
            batch.bind("entry", fact.index())
                    .bind("accessor", access.accessor())
                    .bind("subject", fact.subject())
                    .bind("at", utc(access.at()))
                    .bind("seen", utc(fact.loggedAt()))
                    .bind("records", Math.max(1, fact.number("records")))
                    .add();
            seen.add(access);
        }
        if (seen.isEmpty()) {
            return List.of();
        }
        batch.execute();
        return suspicions(seen);
    }

    /** The envelope's actor is the reader itself, and no human. */
    private static boolean bySystem(LoggedFact fact) {
        return SYSTEMS.stream().anyMatch(type -> fact.actor().equals(type + fact.text("accessor")));
    }

    /** One look per operator and window: the window that ends with the latest read of the batch. */
    private List<Suspicion> suspicions(Set<Access> seen) {
        List<Suspicion> suspicions = new ArrayList<>();
        Set<String> found = new LinkedHashSet<>();
        for (Access access :
                seen.stream().sorted((a, b) -> b.at().compareTo(a.at())).toList()) {
            String window = access.accessor() + ":"
                    + access.at().getEpochSecond() / Math.max(1, rule.span().toSeconds());
            if (found.add(window)) {
                suspicion(access, window).ifPresent(suspicions::add);
            }
        }
        return suspicions;
    }

    private record Counted(long persons, long records, List<Long> entries) {}

    private Optional<Suspicion> suspicion(Access access, String window) {
        Counted counted = handle.createQuery("""
                        select count(distinct subject) as persons, coalesce(sum(records), 0) as records,
                            array(select entry from person_access where accessor = :accessor and accessed_at > :from
                                and accessed_at <= :to order by entry desc limit 1000) as entries
                        from person_access where accessor = :accessor and accessed_at > :from and accessed_at <= :to""")
                .bind("accessor", access.accessor())
                .bind("from", utc(access.at().minus(rule.span())))
                .bind("to", utc(access.at()))
                .map((row, context) -> new Counted(row.getLong("persons"), row.getLong("records"), List.of((Long[])
                        row.getArray("entries").getArray())))
                .one();
        long most = Math.max(counted.persons(), counted.records());
        return most < rule.threshold()
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        FindingKind.MASS_ACCESS,
                        "mass:" + window,
                        "%d records of %d persons were read within %s"
                                .formatted(counted.records(), counted.persons(), rule.span()),
                        access.accessor(),
                        counted.entries()));
    }

    /** Forgets reads that were logged so long ago that none of their window is still to come. */
    void forget(Instant now) {
        Duration kept = rule.span().compareTo(KEPT) > 0 ? rule.span().plus(KEPT) : KEPT;
        handle.createUpdate("delete from person_access where seen_at < :before")
                .bind("before", utc(now.minus(kept)))
                .execute();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
