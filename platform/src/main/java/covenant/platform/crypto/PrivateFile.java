package covenant.platform.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Files that hold keys: mode 0600 from the first byte, on disk before anything relies on them, seen by others wholly or not at all.
 */
final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private PrivateFile() {}

    /** Creates the file if nobody else did; returns what it holds then. */
    static byte[] createOrRead(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) {
            Path temporary = writeTemporary(file, content, OWNER_ONLY);
            try {
                // A hard link fails if the name exists, a rename would replace what another replica just created.
                Files.createLink(file, temporary);
                syncDirectory(file);
            } catch (FileAlreadyExistsException raced) {
                return read(file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
        return read(file);
    }

    /** Replaces the file; readers see the old or the new content. */
    static void replace(Path file, byte[] content) throws IOException {
        move(writeTemporary(file, content, OWNER_ONLY), file);
    }

    /** As {@link #replace}, readable by all: for public keys. */
    static void publish(Path file, byte[] content) throws IOException {
        move(writeTemporary(file, content, PUBLIC), file);
    }

    /** @throws IOException also if others than the owner may read the file */
    static byte[] read(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && !OWNER_ONLY.containsAll(posix.readAttributes().permissions())) {
            throw new IOException("Key file " + file + " is open to others than its owner: set its mode to 0600");
        }
        return Files.readAllBytes(file);
    }

    private static Path writeTemporary(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path directory = directoryOf(file);
        boolean posix = Files.getFileStore(existing(directory)).supportsFileAttributeView(PosixFileAttributeView.class);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (posix) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
            } else {
                Files.createDirectories(directory);
            }
        }
        // createTempFile makes 0600 files where the file system knows modes.
        Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".new");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (posix) {
            Files.setPosixFilePermissions(temporary, mode);
        }
        return temporary;
    }

    private static void move(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(file);
    }

    private static void syncDirectory(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(directoryOf(file), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static Path existing(Path directory) {
        Path path = directory;
        while (!Files.exists(path)) {
            path = directoryOf(path);
        }
        return path;
    }

    /** The root exists, so that a walk upwards ends before it runs out of parents. */
    private static Path directoryOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file system root is no key file");
    }
}
