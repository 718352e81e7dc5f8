package covenant.verifier;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The file of evidence on one person, read by the names of its parts. */
final class EvidenceZip implements AutoCloseable {

    private static final int MAX_PART = 512 * 1024 * 1024;

    private final ZipFile zip;

    private EvidenceZip(ZipFile zip) {
        this.zip = zip;
    }

    static EvidenceZip open(Path file) {
        try {
            return new EvidenceZip(new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw new BadLogException("the file is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new CannotVerifyException("cannot read " + file, e);
        }
    }

    /** Empty if there is no such part, or its checksum is wrong: what is damaged is as good as missing. */
    Optional<byte[]> part(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Optional.of(in.readNBytes(MAX_PART));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * A part that is too large to be held, read as it comes.
     *
     * @throws IOException if there is none
     */
    InputStream stream(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(name + " is missing");
        }
        return zip.getInputStream(entry);
    }

    /** @throws BadLogException if there is none */
    byte[] required(String name) {
        return part(name).orElseThrow(() -> new BadLogException(name + ": missing or damaged"));
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        zip.stream().map(ZipEntry::getName).forEach(names::add);
        return names;
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new CannotVerifyException("cannot close the file", e);
        }
    }
}
