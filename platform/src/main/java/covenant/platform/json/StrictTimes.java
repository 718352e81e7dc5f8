package covenant.platform.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.function.Function;

/**
 * Instants are texts of RFC 3339, days {@code YYYY-MM-DD}, both of the years 0000 to 9999: no numbers, no arrays, no text of digits, and
 * nothing that a database cannot hold.
 */
final class StrictTimes extends SimpleModule {
    private static final long serialVersionUID = 1L;

    StrictTimes() {
        super("covenant-strict-times");
        addDeserializer(
                Instant.class,
                new Text<>(Instant.class, text -> OffsetDateTime.parse(text).toInstant()));
        addDeserializer(LocalDate.class, new Text<>(LocalDate.class, LocalDate::parse));
    }

    private static final class Text<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final Class<T> type;
        private final transient Function<String, T> parse;

        Text(Class<T> type, Function<String, T> parse) {
            super(type);
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            try {
                // A year of more than four digits begins with a sign.
                if (text.length() <= 40 && !text.startsWith("+") && !text.startsWith("-")) {
                    return parse.apply(text);
                }
            } catch (DateTimeException e) {
                return type.cast(context.handleWeirdStringValue(type, "?", "not an RFC 3339 time"));
            }
            return type.cast(context.handleWeirdStringValue(type, "?", "not an RFC 3339 time"));
        }
    }
}
