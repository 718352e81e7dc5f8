package covenant.notification.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** An access token of a Google service account by a signed assertion (RFC 7523), kept until five minutes before it ends. */
final class GoogleSigning implements Signing {
    private static final int HOUR = 3_600;
    private static final int SPARE = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String account;
    private final PrivateKey key;
    private final URI tokenUrl;
    private final String scope;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private String token = "";
    private long validUntil;

    GoogleSigning(GatewayProfile profile) {
        this.account = profile.require("key");
        this.key = key(profile.require("secret"));
        this.tokenUrl = URI.create(profile.require("signing.token-url"));
        this.scope = profile.require("signing.scope");
    }

    @Override
    public Signed sign(URI url, String body) {
        return new Signed(body, Map.of("Authorization", "Bearer " + token(System.currentTimeMillis() / 1_000)));
    }

    private synchronized String token(long now) {
        if (now < validUntil) {
            return token;
        }
        try {
            String form = "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion="
                    + encoded(assertion(now));
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(tokenUrl)
                            .timeout(Duration.ofSeconds(5))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode granted = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
            if (!granted.path("access_token").isTextual()) {
                throw new SigningException();
            }
            token = granted.path("access_token").asText();
            validUntil = now + Math.max(0, granted.path("expires_in").asLong(HOUR) - SPARE);
            return token;
        } catch (IOException e) {
            throw new SigningException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SigningException();
        }
    }

    private String assertion(long now) throws IOException {
        String claims = JSON.writeValueAsString(
                Map.of("iss", account, "scope", scope, "aud", tokenUrl.toString(), "iat", now, "exp", now + HOUR));
        String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private static PrivateKey key(String pem) {
        byte[] der = Base64.getMimeDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replace("\\n", "\n"));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the push gateway's secret is no private key in PKCS 8", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
