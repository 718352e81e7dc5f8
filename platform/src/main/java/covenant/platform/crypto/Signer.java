package covenant.platform.crypto;

/** The service's Ed25519 signing key (RFC 8032): receipts, certificates, checkpoints. The private key stays with its custodian. */
public interface Signer {
    /** 64 bytes: the signature over exactly these bytes. */
    byte[] sign(byte[] message);

    /** 32 bytes, to verify with. */
    byte[] publicKey();
}
