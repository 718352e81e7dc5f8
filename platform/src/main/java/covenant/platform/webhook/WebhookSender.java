package covenant.platform.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts signed messages. Follows no redirect, reads no answer but its status, and gives up after the time-outs. The
 * timestamp is the system's time, whatever the sandbox clock says: receivers check it against their own.
 */
public final class WebhookSender implements AutoCloseable {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final int MAX_RETRY_AFTER_DIGITS = 6;

    private final HttpClient http;
    private final WebhookTarget target;
    private final Duration timeout;
    private final InstantSource systemClock;

    /**
     * @param timeout until the answer's head is there
     * @param allowPrivate for the sandbox: http, and addresses inside the own network
     */
    public WebhookSender(Duration connectTimeout, Duration timeout, boolean allowPrivate) {
        this(
                connectTimeout,
                timeout,
                new WebhookTarget(allowPrivate, InetAddress::getAllByName),
                InstantSource.system());
    }

    WebhookSender(Duration connectTimeout, Duration timeout, WebhookTarget target, InstantSource systemClock) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.target = target;
        this.timeout = timeout;
        this.systemClock = systemClock;
    }

    /** One attempt. Never throws for what the receiver or the network does. */
    public WebhookResult send(@Nullable String url, WebhookMessage message, List<WebhookSecret> secrets) {
        Optional<String> refusal = target.refusal(url);
        if (refusal.isPresent()) {
            return WebhookResult.Failed.of(refusal.get());
        }
        try {
            HttpResponse<InputStream> answer = http.send(
                    request(Objects.requireNonNull(url), message, secrets), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return result(answer);
        } catch (IOException e) {
            return WebhookResult.Failed.of(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WebhookResult.Failed.of("INTERRUPTED");
        } catch (IllegalArgumentException e) {
            return WebhookResult.Failed.of("URL_NOT_USABLE");
        }
    }

    private HttpRequest request(String url, WebhookMessage message, List<WebhookSecret> secrets) {
        Instant now = systemClock.instant();
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("user-agent", "Covenant-Webhooks")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", message.signature(now, secrets))
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()))
                .build();
    }

    private static WebhookResult result(HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new WebhookResult.Delivered(status);
        }
        return new WebhookResult.Failed(
                "HTTP_" + status,
                answer.headers()
                        .firstValue("retry-after")
                        .flatMap(WebhookSender::retryAfter)
                        .orElse(null));
    }

    /** The form in seconds of RFC 9110 10.2.3, at most an hour; the form with a date is not honoured. */
    private static Optional<Duration> retryAfter(String value) {
        if (value.isEmpty()
                || value.length() > MAX_RETRY_AFTER_DIGITS
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(value));
        return Optional.of(asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException connect -> "CONNECT_TIMEOUT";
            case HttpTimeoutException slow -> "TIMEOUT";
            case ConnectException refused -> "CONNECT_FAILED";
            case SSLException tls -> "TLS_FAILED";
            default -> "CONNECTION_BROKEN";
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
