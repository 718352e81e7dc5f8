package covenant.platform.crypto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of a local KEK as they stand in its file: version number to 32 random bytes. */
record KekFile(SortedMap<Integer, byte[]> versions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The file's JSON. */
    private record Form(int format, SortedMap<Integer, String> versions) {}

    static KekFile first() {
        return new KekFile(new TreeMap<>()).withVersion(1);
    }

    static KekFile parse(byte[] content) throws IOException {
        Form form = JSON.readValue(content, Form.class);
        if (form.format() != 1 || form.versions() == null || form.versions().isEmpty()) {
            throw new IOException("Not a key file of this version of Covenant");
        }
        SortedMap<Integer, byte[]> versions = new TreeMap<>();
        form.versions()
                .forEach((version, key) ->
                        versions.put(version, Base64.getDecoder().decode(key)));
        return new KekFile(versions);
    }

    byte[] content() {
        SortedMap<Integer, String> encoded = new TreeMap<>();
        versions.forEach(
                (version, key) -> encoded.put(version, Base64.getEncoder().encodeToString(key)));
        try {
            return JSON.writeValueAsBytes(new Form(1, encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KekFile withNextVersion() {
        return withVersion(versions.lastKey() + 1);
    }

    KekFile from(int version) {
        return new KekFile(new TreeMap<>(versions.tailMap(version)));
    }

    private KekFile withVersion(int version) {
        SortedMap<Integer, byte[]> all = new TreeMap<>(versions);
        all.put(version, Random.randBytes(32));
        return new KekFile(all);
    }

    @Override
    public String toString() {
        return "KekFile[versions " + versions.keySet() + "]";
    }
}
