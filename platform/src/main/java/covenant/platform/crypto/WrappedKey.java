package covenant.platform.crypto;

import java.util.Arrays;

/** A data key as it is stored: ciphertext, and the version of the KEK that opens it. */
public record WrappedKey(byte[] bytes, int kekVersion) {
    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that && kekVersion == that.kekVersion && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "WrappedKey[version " + kekVersion + "]";
    }
}
