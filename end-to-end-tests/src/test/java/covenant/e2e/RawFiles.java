package covenant.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Bytes as they lie on the disk, whatever file of whatever program they belong to: found by looking at every byte. */
final class RawFiles {

    private static final int PIECE = 1 << 20;

    private final List<byte[]> wanted = new ArrayList<>();
    /** Whether a wanted value begins with these two bytes. */
    private final boolean[] beginnings = new boolean[1 << 16];

    private final int longest;
    private long searched;

    /** Values are looked for in clear, as hex and as base64. */
    RawFiles(List<String> values) {
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            wanted.add(utf8);
            wanted.add(HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII));
            wanted.add(Base64.getEncoder().withoutPadding().encode(utf8));
        }
        wanted.forEach(bytes -> beginnings[pair(bytes, 0)] = true);
        longest = wanted.stream().mapToInt(bytes -> bytes.length).max().orElseThrow();
    }

    /** The files under the directory, by their path from there, that hold one of the values. */
    List<String> under(Path directory) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(RawFiles::holdsData).toList()) {
                if (isIn(file)) {
                    found.add(directory.relativize(file).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Kafka's indices are numbers, in files of 10 MB that are nearly all hole. */
    private static boolean holdsData(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.endsWith(".index") && !name.endsWith(".timeindex");
    }

    /** How many bytes were looked at. */
    long searched() {
        return searched;
    }

    private boolean isIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] window = new byte[PIECE + longest];
            int kept = 0;
            int read = in.readNBytes(window, kept, PIECE);
            while (read > 0) {
                searched += read;
                int length = kept + read;
                if (holdsAny(window, length)) {
                    return true;
                }
                kept = Math.min(longest, length);
                System.arraycopy(window, length - kept, window, 0, kept);
                read = in.readNBytes(window, kept, PIECE);
            }
            return false;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean holdsAny(byte[] window, int length) {
        for (int at = 0; at + 1 < length; at++) {
            if (beginnings[pair(window, at)] && beginsAt(window, at, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsAt(byte[] window, int at, int length) {
        for (byte[] bytes : wanted) {
            if (at + bytes.length <= length && Arrays.equals(window, at, at + bytes.length, bytes, 0, bytes.length)) {
                return true;
            }
        }
        return false;
    }

    private static int pair(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
