package covenant.audit.log;

/** Holds a private Ed25519 key, wherever it lives (a file, Vault), and signs notes with it. */
public interface NoteSigner {

    /** The public side; its name stands in the signature line. */
    VerifierKey key();

    /** Ed25519 signature over the message, 64 bytes, RFC 8032. */
    byte[] sign(byte[] message);
}
