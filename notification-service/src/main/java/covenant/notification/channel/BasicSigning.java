package covenant.notification.channel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** HTTP Basic authentication (RFC 7617). */
record BasicSigning(String key, String secret) implements Signing {
    @Override
    public Signed sign(URI url, String body) {
        String pair = key + ":" + secret;
        return new Signed(
                body,
                Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public String toString() {
        return "BasicSigning[redacted]";
    }
}
