package covenant.verifier;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running audit-service, or any server of C2SP tlog-tiles. */
final class HttpSource implements LogSource {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String base;
    private final @Nullable String token;

    HttpSource(String url, @Nullable String token) {
        this.base = url.endsWith("/") ? url : url + "/";
        this.token = token;
    }

    @Override
    public Optional<byte[]> read(String path) {
        HttpResponse<byte[]> answer = get(path, "*/*", null, BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            default -> throw new CannotVerifyException(base + path + " answered " + answer.statusCode());
        };
    }

    @Override
    public Optional<BufferedReader> entries() {
        if (token == null) {
            return Optional.empty();
        }
        String path = "v1/entries?order=asc&opening=true";
        HttpResponse<InputStream> answer = get(path, "application/x-ndjson", token, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new CannotVerifyException(
                    base + path + " answered " + answer.statusCode() + "; an auditor's token is needed");
        }
        return Optional.of(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    private <T> HttpResponse<T> get(String path, String accept, @Nullable String bearer, BodyHandler<T> body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(ANSWER)
                    .header("Accept", accept);
            if (bearer != null) {
                request.header("Authorization", "Bearer " + bearer);
            }
            return client.send(request.build(), body);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotVerifyException("cannot read " + base + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotVerifyException("interrupted", e);
        }
    }
}
