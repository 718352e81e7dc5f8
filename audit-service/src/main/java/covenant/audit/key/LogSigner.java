package covenant.audit.key;

import covenant.audit.log.NoteSigner;
import covenant.audit.log.VerifierKey;
import covenant.platform.crypto.Signer;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signs checkpoints with the service's own key, under the log's name. */
@ApplicationScoped
class LogSigner implements NoteSigner {

    private final Signer signer;
    private final VerifierKey key;

    /** @param origin name of the log, by custom its URL without scheme; no spaces, no plus sign */
    LogSigner(Signer signer, @ConfigProperty(name = "covenant.audit.origin") String origin) {
        this.signer = signer;
        this.key = new VerifierKey(origin, signer.publicKey());
    }

    @Override
    public VerifierKey key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }
}
