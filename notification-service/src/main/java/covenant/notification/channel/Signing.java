package covenant.notification.channel;

import java.net.URI;
import java.util.Map;

/** Proves to a provider who asks. */
interface Signing {
    /** What is sent: the body, to which some schemes add, and the headers. */
    record Signed(String body, Map<String, String> headers) {
        @Override
        public String toString() {
            return "Signed[redacted]";
        }
    }

    Signed sign(URI url, String body);

    /** The scheme that the profile names. */
    static Signing of(GatewayProfile profile) {
        String scheme = profile.require("signing");
        return switch (scheme) {
            case "NONE" -> (url, body) -> new Signed(body, Map.of());
            case "COVENANT" -> new CovenantSigning(profile.require("secret"));
            case "BASIC" -> new BasicSigning(profile.require("key"), profile.require("secret"));
            case "BEARER" -> {
                String secret = profile.require("secret");
                yield (url, body) -> new Signed(body, Map.of("Authorization", "Bearer " + secret));
            }
            case "ALIYUN" -> new AliyunSigning(profile.require("key"), profile.require("secret"));
            case "TENCENT" -> new TencentSigning(profile);
            case "GOOGLE" -> new GoogleSigning(profile);
            default -> throw new IllegalStateException("there is no signing scheme " + scheme);
        };
    }
}
