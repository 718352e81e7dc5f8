package covenant.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.notification.channel.SendResult.Fault;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's answer by its profile. Only what concerns the address or the text is final; what is not understood is tried again, for a
 * message must not be lost to an answer that makes no sense.
 */
final class GatewayAnswer {
    private static final int LONGEST = 16_384;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final ObjectMapper json;
    private final List<String> codes;
    private final List<String> taken;
    private final List<String> refused;
    private final List<String> busy;
    private final List<String> references;
    private final boolean referenceNeeded;

    GatewayAnswer(GatewayProfile profile, ObjectMapper json) {
        this.json = json;
        this.codes = profile.list("answer.code");
        this.taken = profile.list("answer.taken");
        this.refused = profile.list("answer.refused");
        this.busy = profile.list("answer.busy");
        this.references = profile.list("answer.reference");
        this.referenceNeeded = profile.isSet("answer.reference-needed");
    }

    SendResult judge(HttpResponse<String> answer) {
        int status = answer.statusCode();
        Optional<JsonNode> body = parse(answer.body());
        Optional<String> code = text(body, codes);
        if (status / 100 == 5 || status == 429 || code.isEmpty()) {
            return status / 100 == 2 ? taken(body) : byStatus(answer);
        }
        String word = "GATEWAY_" + code.get().replaceAll("[^A-Za-z0-9._-]", "");
        String shortened = word.length() > 64 ? word.substring(0, 64) : word;
        if (taken.contains(code.get())) {
            return new SendResult.Accepted(reference(body));
        }
        if (refused.contains(code.get())) {
            return new SendResult.Permanent(shortened);
        }
        Fault fault = busy.contains(code.get()) ? Fault.THROTTLED : Fault.PROVIDER;
        return new SendResult.Temporary(shortened, retryAfter(answer), fault);
    }

    /** 2xx without a code: taken, unless this provider would have said more. */
    private SendResult taken(Optional<JsonNode> body) {
        String reference = reference(body);
        boolean nonsense = !taken.isEmpty() || (referenceNeeded && reference == null);
        return nonsense
                ? new SendResult.Temporary("GATEWAY_ANSWER_UNREADABLE", null, Fault.PROVIDER)
                : new SendResult.Accepted(reference);
    }

    private static SendResult byStatus(HttpResponse<String> answer) {
        int status = answer.statusCode();
        String code = "GATEWAY_" + status;
        return switch (status) {
            case 429 -> new SendResult.Temporary(code, retryAfter(answer), Fault.THROTTLED);
            case 408, 425 -> new SendResult.Temporary(code, retryAfter(answer), Fault.MESSAGE);
            // Our credentials or our contract, not the recipient.
            case 401, 402, 403, 407 -> new SendResult.Temporary(code, null, Fault.PROVIDER);
            default ->
                status / 100 == 4
                        ? new SendResult.Permanent(code)
                        : new SendResult.Temporary(code, retryAfter(answer), Fault.PROVIDER);
        };
    }

    private Optional<JsonNode> parse(@Nullable String body) {
        if (body == null || body.isBlank() || body.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(json.readTree(body));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private @Nullable String reference(Optional<JsonNode> body) {
        return text(body, references).filter(r -> r.length() <= 200).orElse(null);
    }

    private static Optional<String> text(Optional<JsonNode> body, List<String> pointers) {
        return body.flatMap(b -> pointers.stream()
                .map(b::at)
                .filter(n -> n.isValueNode() && !n.isNull() && !n.asText().isBlank())
                .map(JsonNode::asText)
                .findFirst());
    }

    /** Seconds or a date (RFC 9110 10.2.3); what is longer than a day is taken as a day. */
    private static @Nullable Duration retryAfter(HttpResponse<String> answer) {
        Duration asked = answer.headers()
                .firstValue("Retry-After")
                .map(String::strip)
                .flatMap(GatewayAnswer::duration)
                .orElse(null);
        return asked != null && asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    private static Optional<Duration> duration(String value) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(Instant.ofEpochMilli(System.currentTimeMillis()), until);
            return left.isNegative() ? Optional.empty() : Optional.of(left);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
