package covenant.audit.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its details, for computing.
 *
 * @param subject pseudonym of the person
 * @param details the payload; missing if the person was erased: then only what the leaf says is known
 */
public record LoggedFact(
        long index,
        String type,
        String topic,
        String service,
        String actor,
        @Nullable String subject,
        Instant occurredAt,
        Instant loggedAt,
        JsonNode details) {

    /** Whether the details can be read. */
    public boolean readable() {
        return !details.isMissingNode();
    }

    /** A text or enum field, {@code -} where it is absent. */
    public String text(String field) {
        JsonNode value = details.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "-";
    }

    public Optional<String> optional(String field) {
        return Optional.of(text(field)).filter(value -> !value.equals("-"));
    }

    public boolean is(String field) {
        return details.path(field).asBoolean(false);
    }

    public long number(String field) {
        return details.path(field).asLong(0);
    }

    public Optional<Instant> instant(String field) {
        try {
            return optional(field).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The texts of an array field; none where it is absent. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        details.path(field).forEach(value -> texts.add(value.asText()));
        return texts;
    }

    /** It can hold personal ids: only what identifies the entry is shown. */
    @Override
    public String toString() {
        return "LoggedFact[" + index + " " + type + "]";
    }
}
