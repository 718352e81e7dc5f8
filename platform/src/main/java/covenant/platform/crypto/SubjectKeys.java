package covenant.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The data key of each person in this service: made when first needed, in the caller's transaction; destroyed by
 * {@link #shred}.
 *
 * <p>Each use reads the person's row, so a shredded key is refused by every replica as soon as the shredding has committed, and a
 * key made in a transaction that was rolled back is never used. Only the opening of the wrapped key is cached, for at most 60 s:
 * for so long a key that was shredded elsewhere may lie in a replica's memory, unused.
 */
@ApplicationScoped
public class SubjectKeys {
    private static final Duration CACHED = Duration.ofSeconds(60);
    private static final int CACHED_KEYS = 20_000;
    /** Rotations that may overtake one reading. */
    private static final int ATTEMPTS = 5;

    private final SubjectKeyStore store;
    private final KeyEncryption kek;
    private final InstantSource clock;
    private final Cache<String, Opened> opened = Caffeine.newBuilder()
            .expireAfterWrite(CACHED)
            .maximumSize(CACHED_KEYS)
            .build();

    @Inject
    public SubjectKeys(Jdbi jdbi, KeyEncryption kek, CovenantClock clock) {
        this(jdbi, kek, (InstantSource) clock);
    }

    public SubjectKeys(Jdbi jdbi, KeyEncryption kek, InstantSource clock) {
        this.store = new SubjectKeyStore(jdbi);
        this.kek = kek;
        this.clock = clock;
    }

    /** A key that was unwrapped, with the form it was unwrapped from. */
    private record Opened(WrappedKey wrapped, Aead cipher) {}

    /**
     * The person's cipher for writing.
     *
     * @throws SubjectErasedException if the person was erased
     */
    Aead forWriting(String subjectId) {
        return switch (forWriting(store.find(subjectId), subjectId)) {
            case null -> throw new SubjectErasedException();
            case Aead cipher -> cipher;
        };
    }

    /** The ciphers for writing of many persons, with one query for the keys there are, and three for those to be made; null for a person who was erased. */
    Function<String, @Nullable Aead> forWriting(Collection<String> subjectIds) {
        Set<String> asked = subjectIds.stream().collect(Collectors.toUnmodifiableSet());
        Map<String, SubjectKeyStore.Row> rows = store.find(asked);
        List<String> missing =
                asked.stream().filter(id -> !rows.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            rows.putAll(create(missing));
        }
        Map<String, Optional<Aead>> ciphers = new HashMap<>();
        return subjectId -> ciphers.computeIfAbsent(
                        subjectId, id -> Optional.ofNullable(forWriting(Optional.ofNullable(rows.get(id)), id)))
                .orElse(null);
    }

    /** What was just made need not be unwrapped; it counts as long as the row holds this very form of it. */
    private Map<String, SubjectKeyStore.Row> create(List<String> subjectIds) {
        Map<String, Opened> made = new ConcurrentHashMap<>();
        Map<String, SubjectKeyStore.Row> rows = store.createAll(subjectIds, clock.instant(), id -> {
            byte[] key = Ciphers.newDataKey();
            WrappedKey wrapped = kek.wrap(key, context(id));
            made.put(id, new Opened(wrapped, cipher(key)));
            return wrapped;
        });
        opened.putAll(made);
        return rows;
    }

    private static Aead cipher(byte[] key) {
        try {
            return Ciphers.ofDataKey(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was just made opens", e);
        }
    }

    private @Nullable Aead forWriting(Optional<SubjectKeyStore.Row> known, String subjectId) {
        SubjectKeyStore.Row row = known.orElseGet(() ->
                store.create(subjectId, clock.instant(), () -> kek.wrap(Ciphers.newDataKey(), context(subjectId))));
        return row.key() instanceof WrappedKey key ? open(subjectId, key) : null;
    }

    /**
     * The person's cipher for reading; null if the key was shredded.
     *
     * @throws CiphertextException if there never was a key for this person
     */
    @Nullable
    Aead forReading(String subjectId) {
        return forReading(store.find(subjectId).orElse(null), subjectId);
    }

    /** As {@link #forReading(String)} for many persons in one query. */
    Function<String, @Nullable Aead> forReading(Collection<String> subjectIds) {
        Map<String, SubjectKeyStore.Row> rows = store.find(subjectIds.stream().collect(Collectors.toUnmodifiableSet()));
        return subjectId -> forReading(rows.get(subjectId), subjectId);
    }

    private @Nullable Aead forReading(SubjectKeyStore.@Nullable Row row, String subjectId) {
        if (row == null) {
            throw new CiphertextException("There is no key for the person of this ciphertext");
        }
        return row.key() instanceof WrappedKey key ? open(subjectId, key) : null;
    }

    /**
     * Destroys the person's key, in the caller's transaction: what was stored reads as erased, and writing again is refused. A
     * person without a key is marked all the same. Repeating it changes nothing.
     *
     * @return whether a key was destroyed now
     */
    public boolean shred(String subjectId) {
        boolean destroyed = store.shred(subjectId, clock.instant());
        opened.invalidate(subjectId);
        return destroyed;
    }

    /** Whether the person was erased here. */
    public boolean isShredded(String subjectId) {
        return store.find(subjectId).map(row -> row.key() == null).orElse(false);
    }

    /** The cipher of a key that was just read; null if the key was shredded since. */
    private @Nullable Aead open(String subjectId, WrappedKey read) {
        Opened known = opened.getIfPresent(subjectId);
        if (known != null && known.wrapped().equals(read)) {
            return known.cipher();
        }
        WrappedKey key = read;
        for (int attempt = 1; ; attempt++) {
            try {
                Aead cipher = Ciphers.ofDataKey(kek.unwrap(key, context(subjectId)));
                opened.put(subjectId, new Opened(key, cipher));
                return cipher;
            } catch (KeyDestroyedException e) {
                // A rotation may have wrapped the key anew, and destroyed the old version, since it was read.
                Optional<SubjectKeyStore.Row> again = store.find(subjectId);
                if (again.isPresent() && again.get().key() == null) {
                    return null;
                }
                WrappedKey rewrapped = again.map(SubjectKeyStore.Row::key).orElseThrow(() -> e);
                if (rewrapped.equals(key) || attempt == ATTEMPTS) {
                    throw e;
                }
                key = rewrapped;
            } catch (GeneralSecurityException e) {
                throw new CiphertextException("A subject key is damaged", e);
            }
        }
    }

    /** What a wrapped key is bound to: somebody with the database's rights cannot give one person's key to another. */
    static byte[] context(String subjectId) {
        return Ciphers.associatedData("covenant subject key v1", subjectId);
    }
}
