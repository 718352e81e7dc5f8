package covenant.platform.crypto;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Secrets in files of mode 0600, for the sandbox only: {@code <directory>/<service>.<name>.key}. */
public final class LocalSecretFiles implements ServiceSecrets {
    private final Path directory;
    private final String service;

    public LocalSecretFiles(Path directory, String service) {
        this.directory = directory;
        this.service = service;
    }

    @Override
    public byte[] loadOrCreate(String name, Supplier<byte[]> first) {
        if (!name.matches("[a-z-]{1,40}")) {
            throw new IllegalArgumentException("not a name of a secret: " + name);
        }
        Path file = directory.resolve(service + "." + name + ".key");
        try {
            return PrivateFile.createOrRead(file, first.get());
        } catch (IOException e) {
            throw new KeysUnavailableException("Cannot create or read " + file, e);
        }
    }

    @Override
    public String toString() {
        return "LocalSecretFiles[" + directory + "]";
    }
}
