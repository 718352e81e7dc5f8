package covenant.notification.channel;

import java.net.URI;
import java.util.Map;

/** {@code X-Covenant-Signature}: see {@link GatewaySignature}. */
record CovenantSigning(String secret) implements Signing {
    @Override
    public Signed sign(URI url, String body) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        return new Signed(
                body,
                Map.of(
                        "X-Covenant-Timestamp",
                        timestamp,
                        "X-Covenant-Signature",
                        GatewaySignature.of(secret, timestamp, body)));
    }

    @Override
    public String toString() {
        return "CovenantSigning[redacted]";
    }
}
