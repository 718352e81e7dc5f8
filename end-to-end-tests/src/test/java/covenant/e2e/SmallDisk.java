package covenant.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of its own (tmpfs) that can be filled to the last byte; to mount one takes root. */
final class SmallDisk implements AutoCloseable {

    private final Path mountPoint;
    private final Path ballast;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
        this.ballast = mountPoint.resolve("ballast");
    }

    /** Empty where this system does not let us. */
    static Optional<SmallDisk> mount(Path mountPoint, int mebibytes) throws IOException {
        Files.createDirectories(mountPoint);
        String path = mountPoint.toAbsolutePath().toString();
        return run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "covenant-small-disk", path)
                ? Optional.of(new SmallDisk(mountPoint))
                : Optional.empty();
    }

    Path root() {
        return mountPoint;
    }

    /** Takes all the room there is; returns how much that was. */
    long fill() {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            return size();
        }
    }

    private long size() {
        try {
            return Files.size(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the room back. */
    void empty() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lazily: a log file may still be open. */
    @Override
    public void close() {
        run("umount", "-l", mountPoint.toAbsolutePath().toString());
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + command[0], e);
        }
    }
}
