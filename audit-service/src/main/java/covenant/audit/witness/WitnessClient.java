package covenant.audit.witness;

import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** C2SP tlog-witness, the log's side of {@code add-checkpoint}. */
final class WitnessClient {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n?");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI addCheckpoint;

    WitnessClient(String url) {
        this.addCheckpoint = URI.create(url.endsWith("/") ? url : url + "/").resolve("add-checkpoint");
    }

    /** What the witness said. */
    sealed interface Reply {

        /** It cosigned: signature lines. */
        record Cosigned(String lines) implements Reply {}

        /** Its newest head has another size than the one that the proof starts from. */
        record OtherSize(long size) implements Reply {}

        /** The checkpoint does not extend what it knows, or the key is not the one that it trusts. */
        record Refused(int status) implements Reply {}

        /** It does not follow the log. */
        record Unknown(int status) implements Reply {}
    }

    /** @throws IOException if it cannot be reached */
    Reply add(long oldSize, List<TreeHash> proof, SignedNote checkpoint) throws IOException {
        StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> body.append(hash.toBase64()).append('\n'));
        body.append('\n').append(checkpoint.format());
        HttpResponse<String> answer = send(body.toString());
        return switch (answer.statusCode()) {
            case 200 -> new Reply.Cosigned(answer.body());
            case 409 -> new Reply.OtherSize(size(answer.body()));
            case 403, 422 -> new Reply.Refused(answer.statusCode());
            default -> new Reply.Unknown(answer.statusCode());
        };
    }

    private static long size(String body) throws IOException {
        if (!SIZE.matcher(body).matches()) {
            throw new IOException("the witness answered 409 without a size");
        }
        return Long.parseLong(body.strip());
    }

    private HttpResponse<String> send(String body) throws IOException {
        try {
            return http.send(
                    HttpRequest.newBuilder(addCheckpoint)
                            .timeout(ANSWER)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
