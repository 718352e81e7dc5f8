package covenant.platform.crypto;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A KEK in a file of mode 0600, for the sandbox only: {@code <directory>/<service>.kek.json}. Every use looks at the file, so that
 * replicas on one machine see a new version, or the end of an old one, at once. Rotation replaces the file; it does not overwrite the
 * old blocks of the disk, as Vault or an HSM would.
 */
public final class LocalKeyFile implements KeyEncryption {
    private final Path file;
    private volatile @Nullable Loaded loaded;

    private LocalKeyFile(Path file) {
        this.file = file;
    }

    /** What identifies one state of the file: a replaced file has another key, time or size. */
    private record Stamp(@Nullable Object fileKey, FileTime modified, long size) {}

    private record Loaded(Stamp stamp, Map<Integer, Aead> ciphers, int oldest, int current) {}

    /**
     * Opens the service's KEK, creating it on first use. Two replicas that start at once end up with the same.
     *
     * @throws KeysUnavailableException if the directory cannot be written or the file not read
     */
    public static LocalKeyFile open(Path directory, String service) {
        LocalKeyFile keys = new LocalKeyFile(directory.resolve(service + ".kek.json"));
        try {
            PrivateFile.createOrRead(keys.file, KekFile.first().content());
        } catch (IOException e) {
            throw new KeysUnavailableException("Cannot create or read " + keys.file, e);
        }
        keys.state();
        return keys;
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        Loaded state = state();
        try {
            return new WrappedKey(cipher(state, state.current()).encrypt(key, context), state.current());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot wrap a key", e);
        }
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) {
        Aead cipher = cipher(state(), wrapped.kekVersion());
        try {
            return cipher.decrypt(wrapped.bytes(), context);
        } catch (GeneralSecurityException e) {
            throw new CiphertextException("A wrapped key was changed or belongs to another person", e);
        }
    }

    @Override
    public int currentVersion() {
        return state().current();
    }

    @Override
    public int oldestVersion() {
        return state().oldest();
    }

    @Override
    public int rotate() {
        return change(KekFile::withNextVersion).versions().lastKey();
    }

    @Override
    public void destroyBefore(int version) {
        change(keys -> {
            if (version > keys.versions().lastKey()) {
                throw new IllegalArgumentException("version " + version + " is newer than the current one");
            }
            return keys.from(version);
        });
    }

    private synchronized KekFile change(UnaryOperator<KekFile> change) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            KekFile changed = change.apply(KekFile.parse(PrivateFile.read(file)));
            PrivateFile.replace(file, changed.content());
            return changed;
        } catch (IOException e) {
            throw new KeysUnavailableException("Cannot change " + file, e);
        }
    }

    private Loaded state() {
        try {
            Stamp stamp = stamp();
            Loaded known = loaded;
            if (known == null || !known.stamp().equals(stamp)) {
                known = load(stamp);
                loaded = known;
            }
            return known;
        } catch (IOException e) {
            throw new KeysUnavailableException("Cannot read " + file, e);
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
    }

    private Loaded load(Stamp stamp) throws IOException {
        KekFile keys = KekFile.parse(PrivateFile.read(file));
        Map<Integer, Aead> ciphers = new HashMap<>();
        for (Map.Entry<Integer, byte[]> version : keys.versions().entrySet()) {
            try {
                ciphers.put(version.getKey(), Ciphers.ofRawKey(version.getValue()));
            } catch (GeneralSecurityException e) {
                throw new IOException("Version " + version.getKey() + " in " + file + " is no key", e);
            }
        }
        return new Loaded(
                stamp, ciphers, keys.versions().firstKey(), keys.versions().lastKey());
    }

    private static Aead cipher(Loaded state, int version) {
        Aead cipher = state.ciphers().get(version);
        if (cipher == null) {
            throw new KeyDestroyedException(version);
        }
        return cipher;
    }

    @Override
    public String toString() {
        return "LocalKeyFile[" + file + "]";
    }
}
