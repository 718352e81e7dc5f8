package covenant.platform.crypto.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One key of the transit engine with its versions. Messages are Vault's. */
final class TransitKey {
    final String type;
    final boolean derived;
    final TreeMap<Integer, Object> versions = new TreeMap<>();
    int minDecryption = 1;
    int minEncryption;
    int minAvailable;

    TransitKey(String type, boolean derived) {
        this.type = type;
        this.derived = derived;
        rotate();
    }

    /** What Vault answers with 400. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }
    }

    void rotate() {
        try {
            int next = versions.isEmpty() ? 1 : versions.lastKey() + 1;
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            versions.put(
                    next,
                    type.equals("ed25519")
                            ? KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
                            : secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void trim(int version) {
        if (version > minDecryption || version > minEncryption || version < minAvailable) {
            throw new Refused("cannot trim to that version");
        }
        minAvailable = version;
        versions.headMap(version).clear();
    }

    String encrypt(byte[] plaintext, byte[] context) {
        int version = versions.lastKey();
        byte[] iv = new byte[12];
        new SecureRandom().nextBytes(iv);
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, version, context, iv, plaintext);
        byte[] all = ByteBuffer.allocate(12 + sealed.length).put(iv).put(sealed).array();
        return "vault:v" + version + ":" + Base64.getEncoder().encodeToString(all);
    }

    byte[] decrypt(String ciphertext, byte[] context) {
        String[] parts = ciphertext.split(":", 3);
        if (parts.length != 3 || !parts[0].equals("vault")) {
            throw new Refused("invalid ciphertext: no prefix");
        }
        int version = Integer.parseInt(parts[1].substring(1));
        if (version < minDecryption || !versions.containsKey(version)) {
            throw new Refused("ciphertext or signature version is disallowed by policy (too old)");
        }
        byte[] all = Base64.getDecoder().decode(parts[2]);
        return gcm(
                Cipher.DECRYPT_MODE, version, context, Arrays.copyOf(all, 12), Arrays.copyOfRange(all, 12, all.length));
    }

    String sign(byte[] input, int version) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(((KeyPair) versions.get(version)).getPrivate());
            signature.update(input);
            return "vault:v" + version + ":" + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last 32 bytes of the X.509 form are the key itself (RFC 8410). */
    String publicKey(int version) {
        byte[] encoded = ((KeyPair) versions.get(version)).getPublic().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private byte[] gcm(int mode, int version, byte[] context, byte[] iv, byte[] input) {
        if (derived && context.length == 0) {
            throw new Refused("missing 'context' for key derivation; the key was created using a derived key");
        }
        try {
            byte[] secret = (byte[]) versions.get(version);
            if (derived) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                secret = mac.doFinal(context);
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(128, iv));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new Refused("cipher: message authentication failed");
        }
    }
}
