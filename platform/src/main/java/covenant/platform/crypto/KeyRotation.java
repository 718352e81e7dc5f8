package covenant.platform.crypto;

import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes a shredded key unreadable in copies of the database too: some time after a person was shredded the KEK gets a new version, every
 * live key is wrapped anew, and the old versions are destroyed. Runs beside normal work and on one replica at a time.
 *
 * <p>Why no key is lost: the old versions go only after (1) every transaction that was creating a key while the new version appeared
 * has ended, later ones see the new version, and (2) no live key is left under an old version. A rotation that was interrupted is
 * finished by the next run, on whatever replica. A KEK that was put back from an older copy is not rotated: its new version would bear the number of
 * one that is only lost for now.
 */
@ApplicationScoped
public class KeyRotation {
    private static final Logger LOG = Logger.getLogger(KeyRotation.class);
    private static final int BATCH = 500;

    private final SubjectKeyStore store;
    private final KeyEncryption kek;
    private final InstantSource clock;
    private final Duration afterShred;

    /** @param afterShred how long after a shredding the KEK is rotated; by default P1D, in the sandbox PT1M */
    @Inject
    KeyRotation(
            Jdbi jdbi,
            KeyEncryption kek,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.keys.rotate-after-shred") Optional<Duration> afterShred,
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        this(jdbi, kek, clock, afterShred.orElse(sandbox ? Duration.ofMinutes(1) : Duration.ofDays(1)));
    }

    public KeyRotation(Jdbi jdbi, KeyEncryption kek, InstantSource clock, Duration afterShred) {
        this.store = new SubjectKeyStore(jdbi);
        this.kek = kek;
        this.clock = clock;
        this.afterShred = afterShred;
    }

    /** Every 10 s, as {@code covenant.keys.rotation-every} says. */
    @Scheduled(
            identity = "key-rotation",
            every = "${covenant.keys.rotation-every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void scheduled() {
        try {
            sweep();
        } catch (KeysUnavailableException e) {
            LOG.warnf("Key rotation waits: %s", e.getMessage());
        }
    }

    /**
     * Rotates if a shredding is old enough, or finishes what was begun. Call it outside any transaction.
     *
     * @return whether old versions were destroyed now
     */
    public boolean sweep() {
        if (!isBegun() && !isDue()) {
            return false;
        }
        return store.exclusively(() -> (isBegun() || isDue()) && work());
    }

    /** Rotates now, due or not. False if another replica is at it or the next sweep has to finish it. Call it outside any transaction. */
    public boolean rotateNow() {
        return store.exclusively(this::work);
    }

    private boolean work() {
        if (store.hasLiveAfter(kek.currentVersion())) {
            LOG.error(
                    "The key-encryption key is older than keys that it has to unwrap: it was put back from a copy. It is not"
                            + " rotated before the newer one is there again, or those keys are gone.");
            return false;
        }
        int version = isBegun() ? kek.currentVersion() : kek.rotate();
        if (!store.awaitCreations()) {
            LOG.info("Key rotation waits for a long transaction that is creating a subject key");
            return false;
        }
        int rewrapped = rewrapAll(version);
        kek.destroyBefore(version);
        LOG.infof("Key-encryption key rotated to version %d, %d subject keys rewrapped", version, rewrapped);
        return true;
    }

    private int rewrapAll(int version) {
        int total = 0;
        for (List<SubjectKeyStore.Row> batch = store.liveBefore(version, BATCH);
                !batch.isEmpty();
                batch = store.liveBefore(version, BATCH)) {
            Map<SubjectKeyStore.Row, WrappedKey> rewrapped = rewrap(batch);
            store.replace(rewrapped);
            total += rewrapped.size();
        }
        return total;
    }

    private Map<SubjectKeyStore.Row, WrappedKey> rewrap(List<SubjectKeyStore.Row> rows) {
        List<KeyEncryption.Bound> bound = new ArrayList<>(rows.size());
        for (SubjectKeyStore.Row row : rows) {
            WrappedKey old = Objects.requireNonNull(row.key(), "only live keys are rewrapped");
            bound.add(new KeyEncryption.Bound(old, SubjectKeys.context(row.subjectId())));
        }
        List<WrappedKey> now = kek.rewrapAll(bound);
        Map<SubjectKeyStore.Row, WrappedKey> rewrapped = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            rewrapped.put(rows.get(i), now.get(i));
        }
        return rewrapped;
    }

    /** More than one version: a rotation was interrupted. */
    private boolean isBegun() {
        return kek.oldestVersion() < kek.currentVersion();
    }

    /** A clock that was set back makes it due at once: too early is safe, too late is not. */
    private boolean isDue() {
        Instant now = clock.instant();
        return store.firstShreddedSince(kek.currentVersion())
                .filter(shredded -> !now.isBefore(shredded.plus(afterShred)) || now.isBefore(shredded))
                .isPresent();
    }
}
