package covenant.notification.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.SendResult.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A provider of text messages or pushes behind HTTP, as its {@link GatewayProfile} describes it. The delivery's id goes along as
 * {@code Idempotency-Key}; redirects are not followed.
 */
final class GatewaySender implements Sender {
    private final Channel channel;
    private final GatewayRequest requests;
    private final GatewayAnswer answers;
    private final Signing signing;
    private final String contentType;
    private final URI url;
    private final Duration timeout;
    private final HttpClient http;

    GatewaySender(Channel channel, GatewayProfile profile, Duration timeout, ObjectMapper json) {
        this.channel = channel;
        this.requests = new GatewayRequest(profile, json);
        this.answers = new GatewayAnswer(profile, json);
        this.signing = Signing.of(profile);
        this.contentType = profile.require("content-type");
        this.url = requests.url();
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public SendResult send(Outgoing out) {
        Optional<String> body = requests.body(out);
        if (body.isEmpty()) {
            return new SendResult.Permanent("PROVIDER_TEMPLATE_MISSING");
        }
        try {
            Signing.Signed signed = signing.sign(url, body.get());
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .timeout(timeout)
                    .header("Content-Type", contentType)
                    .header("Idempotency-Key", out.deliveryId().toString())
                    .POST(HttpRequest.BodyPublishers.ofString(signed.body()));
            signed.headers().forEach(request::header);
            return answers.judge(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | SigningException e) {
            return away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return away();
        }
    }

    private static SendResult away() {
        return new SendResult.Temporary("GATEWAY_AWAY", null, Fault.PROVIDER);
    }
}
