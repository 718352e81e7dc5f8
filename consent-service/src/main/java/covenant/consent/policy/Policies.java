package covenant.consent.policy;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.catalogue.CategoryStates;
import covenant.consent.catalogue.Label;
import covenant.consent.catalogue.Purpose;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The policy versions and their catalogues, read from memory on the hot paths. Versions never change, and which one is in force
 * follows from the clock: a copy can only lack the newest version or a switched category, for at most a second; a version that
 * is asked for and not in the copy is looked up.
 */
@ApplicationScoped
public class Policies {
    private static final Logger LOG = Logger.getLogger(Policies.class);

    private static final Duration AFRESH = Duration.ofSeconds(3);

    private final PolicyStore store;
    private final CategoryStates states;
    private final CovenantClock clock;
    private final Catalogue shipped = CatalogueFile.read();
    private volatile long readAfreshUntil = System.nanoTime();
    private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of());

    Policies(PolicyStore store, CategoryStates states, CovenantClock clock) {
        this.store = store;
        this.states = states;
        this.clock = clock;
    }

    private record Snapshot(List<PolicyVersion> versions, Map<Integer, Catalogue> catalogues) {}

    /** Reads everything anew; at once after an own change, each second for the changes of other replicas. */
    public void refresh() {
        List<PolicyVersion> versions = store.all();
        Catalogue base = shipped.withStates(states.all());
        Map<Integer, Catalogue> catalogues = new LinkedHashMap<>();
        versions.forEach(v -> catalogues.put(v.number(), catalogue(base, v)));
        snapshot = new Snapshot(versions, catalogues);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refreshOrKeep() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.debugf("Policies stay as they were: %s", e.getClass().getName());
        }
    }

    /** A category is being switched in this transaction: until that is surely committed, everything is read afresh. */
    public void changing() {
        readAfreshUntil = System.nanoTime() + AFRESH.toNanos();
    }

    private Snapshot snapshot() {
        if (snapshot.versions().isEmpty() || readAfreshUntil - System.nanoTime() > 0) {
            refresh();
        }
        return snapshot;
    }

    /** A published version; empty for drafts and for what does not exist. */
    public Optional<PolicyVersion> published(String version) {
        Optional<PolicyVersion> known = known(version);
        if (known.isEmpty()) {
            refresh();
            known = known(version);
        }
        return known;
    }

    private Optional<PolicyVersion> known(String version) {
        return snapshot().versions().stream()
                .filter(v -> v.version().equals(version) && v.status().isPublic())
                .findFirst();
    }

    /** The version in force now: the newest whose hour has come. */
    public PolicyVersion inForce() {
        return findInForce().orElseThrow(() -> new IllegalStateException("No policy version is in force"));
    }

    /** As above; empty only while the very first start is still writing version 1. */
    public Optional<PolicyVersion> findInForce() {
        Instant now = clock.now();
        return snapshot().versions().stream()
                .filter(v -> v.effective(now))
                .max(Comparator.comparingInt(PolicyVersion::number));
    }

    /** When a version stopped being the one in force; empty while it is, or before it was. */
    public Optional<Instant> retirement(PolicyVersion version) {
        Instant now = clock.now();
        return snapshot().versions().stream()
                .filter(v -> v.number() > version.number() && v.effective(now))
                .map(PolicyVersion::effectiveAt)
                .min(Comparator.naturalOrder());
    }

    /** What changes for a person on the one version when the other applies (R-PRE-7, R-6.1-2). */
    public PolicyChanges between(PolicyVersion was, PolicyVersion now) {
        return was.number() == now.number() ? PolicyChanges.NONE : PolicyDiff.between(was.content(), now.content());
    }

    public Catalogue catalogueInForce() {
        return catalogueOf(inForce().number()).orElseThrow();
    }

    /** The catalogue as that version has it. */
    public Optional<Catalogue> catalogueOf(int version) {
        return Optional.ofNullable(snapshot().catalogues().get(version));
    }

    /** Whether any published version, or the shipped catalogue, knows the purpose. */
    public boolean knowsPurpose(String code) {
        return shipped.purpose(code).isPresent()
                || snapshot().versions().stream()
                        .filter(v -> v.status().isPublic())
                        .anyMatch(v -> catalogueOf(v.number())
                                .flatMap(c -> c.purpose(code))
                                .isPresent());
    }

    public boolean knowsCategory(String name) {
        return shipped.category(name).isPresent();
    }

    /** The catalogue as it ships, before any policy version. */
    public Catalogue shipped() {
        return shipped;
    }

    private static Catalogue catalogue(Catalogue base, PolicyVersion version) {
        Map<Purpose, List<String>> declared = new LinkedHashMap<>();
        version.content().purposes().forEach(p -> declared.put(purpose(base, p), p.categories()));
        return base.as(version.version(), declared);
    }

    private static Purpose purpose(Catalogue base, PolicyPurpose p) {
        Optional<Purpose> known = base.purpose(p.code());
        List<String> parts = known.map(k -> k.parts().stream()
                        .filter(part -> p.optionalParts().contains(part)
                                || base.purpose(part).map(Purpose::mandatory).orElse(false))
                        .toList())
                .orElse(List.of());
        List<String> added =
                p.optionalParts().stream().filter(part -> !parts.contains(part)).toList();
        return new Purpose(
                p.code(),
                null,
                known.map(Purpose::clause).orElse(null),
                known.map(Purpose::label).orElse(new Label(p.name(), p.name())),
                p.mandatory(),
                known.map(Purpose::effect).orElse(p.mandatory() ? "SERVICE_UNAVAILABLE" : "NOT_OFFERED"),
                known.map(Purpose::bases).orElse(List.of(p.basis())),
                p.separate(),
                java.util.stream.Stream.concat(parts.stream(), added.stream()).toList());
    }
}
