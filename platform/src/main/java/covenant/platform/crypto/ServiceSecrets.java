package covenant.platform.crypto;

import java.util.function.Supplier;

/** Where a service keeps secrets of its own: private keys and HMAC keys. */
public interface ServiceSecrets {
    /**
     * The secret of this name; made and kept if there is none yet. All replicas get the same.
     *
     * @param name 1 to 40 of {@code a-z} and {@code -}
     * @throws KeysUnavailableException if the custodian cannot be reached
     */
    byte[] loadOrCreate(String name, Supplier<byte[]> first);
}
