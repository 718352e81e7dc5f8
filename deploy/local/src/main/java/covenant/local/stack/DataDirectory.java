package covenant.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a stack keeps everything: databases, Kafka's log, mails, keys, logs. A marker file says that the directory is Covenant's own; no other
 * directory is ever written into or deleted.
 */
public final class DataDirectory {

    private static final String MARKER = ".covenant";
    private static final List<String> KEPT_BY_CLEAN = List.of("run");

    private final Path root;

    private DataDirectory(Path root) {
        this.root = root;
    }

    /** The directory as it is, for commands that only look. */
    public static DataDirectory at(Path root) {
        return new DataDirectory(root.toAbsolutePath().normalize());
    }

    /** @throws StackException when the directory holds something that is not Covenant's */
    public DataDirectory create() {
        try {
            if (!exists()) {
                if (Files.exists(root) && !isEmpty(root)) {
                    throw new StackException(
                            root + " is not empty and not a data directory of Covenant's; nothing was touched. "
                                    + "Name another with --data.");
                }
                Files.createDirectories(root);
                Files.writeString(
                        root.resolve(MARKER), "Data of a local Covenant stack. ./covenant up --clean deletes it.\n");
            }
            for (Path directory : List.of(run(), logs(), keys(), mail())) {
                Files.createDirectories(directory);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + root, e);
        }
    }

    /** Deletes the data; keeps the caches that only save time. Only after {@link #lock()}. */
    public void clean() {
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.equals(MARKER) && !KEPT_BY_CLEAN.contains(name)) {
                    delete(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot clean " + root, e);
        }
        create();
    }

    /** @throws StackException when another stack runs on this directory */
    public FileLock lock() {
        return tryLock()
                .orElseThrow(() -> new StackException("A stack is running on " + root
                        + " already. ./covenant status looks at it, ./covenant down stops it."));
    }

    /** Whether a stack runs on this directory now: a process number in a file may have gone to another process, a lock has not. */
    boolean isLocked() {
        Optional<FileLock> lock = tryLock();
        lock.ifPresent(DataDirectory::release);
        return lock.isEmpty();
    }

    private Optional<FileLock> tryLock() {
        try {
            FileChannel channel =
                    FileChannel.open(run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                @Nullable FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(lock);
                }
            } catch (OverlappingFileLockException e) {
                // Another stack of this very JVM holds it.
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + root, e);
        }
    }

    static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the data directory", e);
        }
    }

    public boolean exists() {
        return Files.exists(root.resolve(MARKER));
    }

    public Path root() {
        return root;
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path mail() {
        return root.resolve("mail");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path entry) throws IOException {
        try (Stream<Path> files = Files.walk(entry)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
