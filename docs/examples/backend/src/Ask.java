import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks before personal data is used. Whatever is not a clear yes, in time, is a no. The token stands in {@code COVENANT_TOKEN}. */
public final class Ask {
    private static final Duration PATIENCE = Duration.ofSeconds(5); // yours is rather a few hundred milliseconds
    private static final Pattern OBLIGATIONS = Pattern.compile("\"obligations\"\\s*:\\s*\\[([^\\]]*)]");
    // Without TLS the JDK would ask for an upgrade to HTTP/2, which does not go with the body of a POST.
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
    private final String consentService;

    Ask(String consentService) {
        this.consentService = consentService;
    }

    /** Empty is a no. Else the data may be used as far as the obligations go: {@code MASK_FULL} says to show no part of it, for example. */
    Optional<List<String>> permit(String subjectId, String purpose, String category) {
        String question = "{\"subjectId\":\"%s\",\"purpose\":\"%s\",\"category\":\"%s\"}".formatted(subjectId, purpose, category);
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create(consentService + "/v1/decisions"))
                            .timeout(PATIENCE)
                            .header("Authorization", "Bearer " + System.getenv("COVENANT_TOKEN"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(question))
                            .build(),
                    BodyHandlers.ofString());
            boolean permitted = answer.statusCode() == 200 && answer.body().contains("\"decision\":\"PERMIT\"");
            return permitted ? obligations(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<List<String>> obligations(String body) {
        Matcher found = OBLIGATIONS.matcher(body);
        return found.find()
                ? Optional.of(Pattern.compile("[A-Z_]+").matcher(found.group(1)).results().map(one -> one.group()).toList())
                : Optional.empty();
    }

    /** Arguments: the consent-service, subject, purpose, category. */
    public static void main(String[] args) {
        Optional<List<String>> permit = new Ask(args[0]).permit(args[1], args[2], args[3]);
        System.out.println(permit.map(obligations -> "yes " + obligations).orElse("no"));
    }
}
