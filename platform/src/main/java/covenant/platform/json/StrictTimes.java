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
 * Instants are texts of RFC 3339, days {@code YYYY-MM-DD}: no numbers, no arrays, no text of digits, no year of
 * more than four digits, and no instant before 1900, which is a slip and would make deadlines that are over.
 */
final class StrictTimes extends SimpleModule {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_YEAR = 1900;

    StrictTimes() {
        super("covenant-strict-times");
        addDeserializer(Instant.class, new Text<>(Instant.class, StrictTimes::instant));
        addDeserializer(LocalDate.class, new Text<>(LocalDate.class, LocalDate::parse));
    }

    private static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < FIRST_YEAR) {
            throw new DateTimeException("before " + FIRST_YEAR);
        }
        return time.toInstant();
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
