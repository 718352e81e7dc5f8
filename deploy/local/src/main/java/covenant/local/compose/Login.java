package covenant.local.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.local.client.Unanswered;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Logs in at a Keycloak with the realm of {@code deploy/keycloak}, as systems and as people with a browser do. */
public final class Login {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"https?://[^/\"]+([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final String CONSOLE = "https://console.covenant.example.org/callback";

    private final String origin;
    private final String realm;
    private final Supplier<HttpClient.Builder> http;

    /**
     * @param origin scheme, host and port by which Keycloak is reached; it may call itself otherwise
     * @param http says whom to trust
     */
    public Login(String origin, String realm, Supplier<HttpClient.Builder> http) {
        this.origin = origin;
        this.realm = "/realms/" + realm + "/protocol/openid-connect";
        this.http = http;
    }

    /** An access token for the fields of a token request. */
    public String token(Map<String, String> fields) {
        HttpResponse<String> answer = post(http.get().build(), realm + "/token", fields);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("no token: " + answer.statusCode() + " " + answer.body());
        }
        try {
            return JSON.readTree(answer.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new IllegalStateException("no token, but something else than JSON", e);
        }
    }

    /** A system's token, by client credentials. */
    public String ofSystem(String client, String secret) {
        return token(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    /**
     * A person's token as a browser gets it: authorization code with PKCE, user name and password, then the one-time code.
     *
     * @return empty if the one-time code was refused
     */
    public Optional<String> ofPerson(String user, String password, String oneTimeCode) {
        CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        HttpClient browser = http.get()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        String verifier = UUID.randomUUID().toString() + UUID.randomUUID();
        HttpResponse<String> page = send(
                browser,
                HttpRequest.newBuilder(URI.create(origin + realm + "/auth?"
                        + form(Map.of(
                                "response_type", "code",
                                "client_id", "covenant-console",
                                "redirect_uri", CONSOLE,
                                "scope", "openid",
                                "code_challenge", sha256(verifier),
                                "code_challenge_method", "S256")))));
        page = post(browser, action(page, cookies), Map.of("username", user, "password", password));
        page = post(browser, action(page, cookies), Map.of("otp", oneTimeCode));
        return page.headers().firstValue("Location").map(location -> {
            Matcher code = CODE.matcher(location);
            if (!code.find()) {
                throw new IllegalStateException("no code in the redirect");
            }
            return token(Map.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    "covenant-console",
                    "redirect_uri",
                    CONSOLE,
                    "code",
                    URLDecoder.decode(code.group(1), StandardCharsets.UTF_8),
                    "code_verifier",
                    verifier));
        });
    }

    private String action(HttpResponse<String> page, CookieManager cookies) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("no form in the page of status " + page.statusCode());
        }
        if (origin.startsWith("http://")) {
            // A browser takes localhost for safe and sends secure cookies there without TLS; the JDK does not.
            cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
        }
        return form.group(1).replace("&amp;", "&");
    }

    private HttpResponse<String> post(HttpClient client, String path, Map<String, String> fields) {
        return send(
                client,
                HttpRequest.newBuilder(URI.create(origin + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Unanswered("Keycloak does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while logging in", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String sha256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
