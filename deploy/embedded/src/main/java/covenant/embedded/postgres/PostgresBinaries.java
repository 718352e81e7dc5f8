package covenant.embedded.postgres;

import covenant.embedded.process.Executables;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs: an installed one named by {@code COVENANT_POSTGRES_HOME}, or the archive on the class path, unpacked once per
 * machine and user under {@code ~/.cache/covenant} (moved by {@code COVENANT_CACHE}).
 */
final class PostgresBinaries {

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    static PostgresBinaries locate() {
        String installed = System.getenv("COVENANT_POSTGRES_HOME");
        if (installed != null && !installed.isBlank()) {
            Path home = Path.of(installed);
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw new PostgresUnavailable(
                        "COVENANT_POSTGRES_HOME is " + home + ", but " + home.resolve("bin/postgres")
                                + " is not there. Point it at the directory that holds bin/postgres and bin/initdb.");
            }
            return new PostgresBinaries(home);
        }
        try {
            return new PostgresBinaries(unpacked());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL's programs: " + e.getMessage(), e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static Path unpacked() throws IOException {
        byte[] archive = archive();
        Path cache = cacheDirectory();
        Files.createDirectories(cache);
        Path target = cache.resolve("postgresql-" + fingerprint(archive));
        if (Files.isDirectory(target)) {
            return target;
        }
        try (FileChannel lock =
                FileChannel.open(cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (!Files.isDirectory(target)) {
                Path fresh = Files.createTempDirectory(cache, "unpacking-");
                unpack(archive, fresh);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return target;
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        String name = "postgres-" + (system.contains("mac") ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64")
                + ".txz";
        // The class loader of this class, not the thread's: tests run under loaders of their own.
        try (InputStream in = PostgresBinaries.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new PostgresUnavailable(
                        "No PostgreSQL programs for " + system + "/" + machine + " on the class path (" + name
                                + "). Install PostgreSQL 16 or newer and set COVENANT_POSTGRES_HOME to the directory above its bin/.");
            }
            return in.readAllBytes();
        }
    }

    private static Path cacheDirectory() {
        String moved = System.getenv("COVENANT_CACHE");
        return moved == null || moved.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "covenant")
                : Path.of(moved);
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZInputStream(new BufferedInputStream(new java.io.ByteArrayInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("Archive entry outside its directory: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
                    if ((entry.getMode() & 0100) != 0) {
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        }
    }

    private static String fingerprint(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own, root is nobody in particular and keeps its files.
     *
     * @return the prefix for every PostgreSQL program; empty for ordinary users
     */
    static List<String> unprivileged() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        Path unshare = Executables.find("unshare").orElseThrow(() -> new PostgresUnavailable(ROOT_REFUSED));
        try {
            Process probe = new ProcessBuilder(unshare.toString(), "-U", "/bin/true")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (probe.waitFor() != 0) {
                throw new PostgresUnavailable(ROOT_REFUSED);
            }
            return List.of(unshare.toString(), "-U");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + unshare, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while trying " + unshare, e);
        }
    }

    private static final String ROOT_REFUSED =
            "PostgreSQL refuses to run as root, and this system does not let root open a user namespace (unshare -U). "
                    + "Run as an ordinary user, or allow user namespaces (in Docker: --security-opt seccomp=unconfined).";
}
