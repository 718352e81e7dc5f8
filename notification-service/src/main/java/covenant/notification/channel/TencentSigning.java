package covenant.notification.channel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tencent Cloud's signature v3: TC3-HMAC-SHA256 over content type, host and body. */
final class TencentSigning implements Signing {
    private static final String SIGNED = "content-type;host";

    private final String key;
    private final String secret;
    private final String service;
    private final String contentType;
    private final Map<String, String> action;

    TencentSigning(GatewayProfile profile) {
        this(
                profile.require("key"),
                profile.require("secret"),
                profile.require("signing.service"),
                profile.require("content-type"),
                Map.of(
                        "X-TC-Action", profile.require("signing.action"),
                        "X-TC-Version", profile.require("signing.version"),
                        "X-TC-Region", profile.require("region")));
    }

    TencentSigning(String key, String secret, String service, String contentType, Map<String, String> action) {
        this.key = key;
        this.secret = secret;
        this.service = service;
        this.contentType = contentType;
        this.action = action;
    }

    @Override
    public Signed sign(URI url, String body) {
        long seconds = System.currentTimeMillis() / 1_000;
        Map<String, String> headers = new LinkedHashMap<>(action);
        headers.put("X-TC-Timestamp", Long.toString(seconds));
        headers.put("Authorization", authorization(host(url), body, seconds));
        return new Signed(body, headers);
    }

    String authorization(String host, String body, long seconds) {
        String day = Instant.ofEpochSecond(seconds)
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        String scope = day + "/" + service + "/tc3_request";
        String request = "POST\n/\n\ncontent-type:" + contentType + "\nhost:" + host + "\n\n" + SIGNED + "\n"
                + Digests.sha256(body);
        String text = "TC3-HMAC-SHA256\n" + seconds + "\n" + scope + "\n" + Digests.sha256(request);
        byte[] dated = hmac(("TC3" + secret).getBytes(StandardCharsets.UTF_8), day);
        byte[] signature = hmac(hmac(hmac(dated, service), "tc3_request"), text);
        return "TC3-HMAC-SHA256 Credential=" + key + "/" + scope + ", SignedHeaders=" + SIGNED + ", Signature="
                + HexFormat.of().formatHex(signature);
    }

    /** As the client writes the header: with the port where it is not the scheme's own. */
    private static String host(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static byte[] hmac(byte[] key, String text) {
        return Digests.hmac("HmacSHA256", key, text);
    }
}
