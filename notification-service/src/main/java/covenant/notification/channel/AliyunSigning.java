package covenant.notification.channel;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Alibaba Cloud's RPC signature, version 1.0: HMAC-SHA1 over the sorted, percent-encoded parameters. */
record AliyunSigning(String key, String secret) implements Signing {

    @Override
    public Signed sign(URI url, String body) {
        SortedMap<String, String> parameters = parse(body);
        parameters.put("AccessKeyId", key);
        parameters.put("Format", "JSON");
        parameters.put("SignatureMethod", "HMAC-SHA1");
        parameters.put("SignatureVersion", "1.0");
        parameters.put("SignatureNonce", UUID.randomUUID().toString());
        parameters.put(
                "Timestamp",
                Instant.ofEpochMilli(System.currentTimeMillis())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        return new Signed("Signature=" + encoded(signature("POST", parameters)) + "&" + query(parameters), Map.of());
    }

    String signature(String method, SortedMap<String, String> parameters) {
        String text = method + "&" + encoded("/") + "&" + encoded(query(parameters));
        byte[] mac = Digests.hmac("HmacSHA1", (secret + "&").getBytes(StandardCharsets.UTF_8), text);
        return Base64.getEncoder().encodeToString(mac);
    }

    static SortedMap<String, String> parse(String form) {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&")) {
            int at = pair.indexOf('=');
            parameters.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986: what URLEncoder does for forms, but for the blank, the asterisk and the tilde. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public String toString() {
        return "AliyunSigning[redacted]";
    }
}
