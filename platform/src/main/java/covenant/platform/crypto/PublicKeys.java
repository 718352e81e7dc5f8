package covenant.platform.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where services publish the public halves of their {@link SealedBox} keys for each other. */
public interface PublicKeys {
    /** Publishes this service's key, in place of an older one. */
    void publish(String service, byte[] publicKey);

    /**
     * What that service published; empty if nothing yet.
     *
     * @throws KeysUnavailableException if the place cannot be reached
     */
    Optional<byte[]> find(String service);

    /** In a directory that all services see: for the sandbox. */
    static PublicKeys in(Path directory) {
        return new InDirectory(directory);
    }

    /** One file each: {@code <service>.sealed-box.public.json}. */
    record InDirectory(Path directory) implements PublicKeys {
        @Override
        public void publish(String service, byte[] publicKey) {
            try {
                PrivateFile.publish(file(service), publicKey);
            } catch (IOException e) {
                throw new KeysUnavailableException("Cannot publish the public key in " + directory, e);
            }
        }

        @Override
        public Optional<byte[]> find(String service) {
            try {
                return Files.exists(file(service)) ? Optional.of(Files.readAllBytes(file(service))) : Optional.empty();
            } catch (IOException e) {
                throw new KeysUnavailableException("Cannot read the public key of " + service + " in " + directory, e);
            }
        }

        private Path file(String service) {
            return directory.resolve(service + ".sealed-box.public.json");
        }
    }
}
