package covenant.platform.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a ciphertext gave: the value, or nothing because its person was erased, which is no error. */
public sealed interface Decrypted {
    /** The value as text (UTF-8), or empty if erased. */
    default Optional<String> text() {
        return switch (this) {
            case Value value -> Optional.of(value.asText());
            case Erased erased -> Optional.empty();
        };
    }

    /** The clear value. Its {@code toString} shows nothing. */
    record Value(byte[] bytes) implements Decrypted {
        public String asText() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Value that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Value[redacted]";
        }
    }

    /** The person's key was shredded: nobody can read the value any more. */
    record Erased() implements Decrypted {}
}
