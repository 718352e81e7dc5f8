import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Calls in the holder's name. Its token stands in {@code COVENANT_TOKEN}; tokens end: get yours from the OpenID provider. */
final class Rest {
    // Without TLS the JDK would ask for an upgrade to HTTP/2, which does not go with the body of a POST.
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int ANSWERED_BEFORE = 409;

    private Rest() {}

    static String get(String url) throws IOException, InterruptedException {
        return call(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** Hands in a result. 409 is no fault: another answer stands, or the order was cancelled; there is nothing left to do. */
    static void result(String order, String json) throws IOException, InterruptedException {
        call(HttpRequest.newBuilder(URI.create(order + "/result"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** Makes the signatures that the service makes, with the secret that it gives to this holder alone. */
    static Mac mac(String service) throws GeneralSecurityException, IOException, InterruptedException {
        String secret = new Order(get(service + "/v1/webhook-secret")).text("secret");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }

    private static String call(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.timeout(Duration.ofSeconds(30)).header("Authorization", "Bearer " + System.getenv("COVENANT_TOKEN"));
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2 && answer.statusCode() != ANSWERED_BEFORE) {
            throw new IOException(answer.request().uri() + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
