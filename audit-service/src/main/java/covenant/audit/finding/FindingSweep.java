package covenant.audit.finding;

import covenant.audit.reading.FactReader;
import covenant.audit.reading.Heads;
import covenant.audit.register.ExpiringEvidence;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Goes through the log behind the sequencer, a page per transaction, and raises findings. It stays a moment behind, so that entries of
 * other topics that tell of the time before are there; replicas take turns by the lock on the progress row.
 */
@ApplicationScoped
public class FindingSweep {

    private static final Logger LOG = Logger.getLogger(FindingSweep.class);
    private static final int PAGE = 5_000;
    private static final int PAGES_AT_ONCE = 200;

    private final Jdbi jdbi;
    private final FactReader reader;
    private final Heads heads;
    private final Lawfulness lawfulness;
    private final ExpiringEvidence evidence;
    private final CovenantClock clock;
    private final List<String> types;
    private final Duration settled;

    FindingSweep(
            Jdbi jdbi,
            FactReader reader,
            Heads heads,
            Lawfulness lawfulness,
            ExpiringEvidence evidence,
            CovenantClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "covenant.audit.findings.behind") Duration settled) {
        this.settled = settled;
        this.jdbi = jdbi;
        this.reader = reader;
        this.heads = heads;
        this.lawfulness = lawfulness;
        this.evidence = evidence;
        this.clock = clock;
        this.types = types();
        metrics.gauge("covenant.audit.findings.open", this, FindingSweep::open);
    }

    private static List<String> types() {
        Set<String> all = new LinkedHashSet<>(DeadlineRules.TYPES);
        all.addAll(UseRules.USES);
        all.addAll(SharingRules.TYPES);
        all.addAll(List.of("HolderRegistered", "HolderChanged", "AuditIntegrityFailed"));
        return List.copyOf(all);
    }

    @Scheduled(
            every = "{covenant.audit.findings.every}",
            delayed = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        try {
            for (int page = 0; page < PAGES_AT_ONCE && nextPage(); page++) {}
            QuarkusTransaction.requiringNew().run(this::byTheClock);
        } catch (RuntimeException e) {
            LOG.warnf("Findings wait: %s", ProblemMappers.describe(e));
        }
    }

    /** @return whether there may be more */
    private boolean nextPage() {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(handle -> {
                    long from = handle.createQuery("select next_index from finding_progress for update")
                            .mapTo(Long.class)
                            .one();
                    long to = settled(handle, from);
                    if (to > from) {
                        Rules rules = RuleStore.byKind(handle);
                        List<Suspicion> suspicions = new PageOfFacts(
                                        handle,
                                        reader,
                                        lawfulness,
                                        rules,
                                        heads.latest().size())
                                .take(reader.between(from, to, types));
                        Findings.raise(handle, enabled(suspicions, rules), clock.now());
                        handle.execute("update finding_progress set next_index = ?", to);
                    }
                    return to - from == PAGE;
                }));
    }

    /** The clock of entries is moved in the sandbox; whatever it says, an entry behind a later one is settled. */
    private long settled(Handle handle, long from) {
        return handle.createQuery("""
                        select coalesce(max(index) + 1, :from) from entry
                        where index >= :from and index < :end and logged_at <= :settled""")
                .bind("from", from)
                .bind("end", from + PAGE)
                .bind("settled", OffsetDateTime.ofInstant(clock.now().minus(settled), ZoneOffset.UTC))
                .mapTo(Long.class)
                .one();
    }

    /** What becomes true by the passing of time alone, and what the log's own checks found. */
    private void byTheClock() {
        Instant now = clock.now();
        jdbi.useHandle(handle -> {
            Rules rules = RuleStore.byKind(handle);
            List<Suspicion> suspicions = new ArrayList<>(Integrity.halted(handle));
            suspicions.addAll(new DeadlineStore(handle)
                    .missed(now, rules.of(FindingKind.DEADLINE_MISSED).span()));
            evidence.within(handle, now, rules.of(FindingKind.EVIDENCE_EXPIRING).threshold())
                    .forEach(one -> suspicions.add(new Suspicion(
                            FindingKind.EVIDENCE_EXPIRING,
                            "evidence:" + one.entry(),
                            "%s \"%s\" is valid until %s".formatted(one.kind(), one.title(), one.validUntil()),
                            null,
                            List.of(one.entry()))));
            Findings.raise(handle, enabled(suspicions, rules), now);
            new MassAccess(handle, rules.of(FindingKind.MASS_ACCESS)).forget(now);
        });
    }

    private static List<Suspicion> enabled(List<Suspicion> suspicions, Rules rules) {
        return suspicions.stream()
                .filter(suspicion -> rules.of(suspicion.kind()).enabled())
                .toList();
    }

    private double open() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from finding where status = 'OPEN'")
                .mapTo(Double.class)
                .one());
    }
}
