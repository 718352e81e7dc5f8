package covenant.retention.erasure;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** Verifies a certificate with a library that shares no code with us, as somebody outside would. */
final class ForeignJose {
    private ForeignJose() {}

    /** The signed bytes. @throws JoseException if the signature is not by a key of the set */
    static byte[] payload(String keySet, String jws) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(new AlgorithmConstraints(
                AlgorithmConstraints.ConstraintType.PERMIT,
                AlgorithmIdentifiers.EDDSA,
                AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
        signature.setCompactSerialization(jws);
        PublicJsonWebKey key = (PublicJsonWebKey) new JsonWebKeySet(keySet)
                .getJsonWebKeys().stream()
                        .filter(known -> known.getKeyId().equals(signature.getKeyIdHeaderValue()))
                        .findFirst()
                        .orElseThrow(() -> new JoseException("no key of that id"));
        signature.setKey(key.getPublicKey());
        return signature.getPayloadBytes();
    }
}
