package covenant.audit.entry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** RFC 3339 instants as they come from outside, within the years that a database can hold and a business can mean. */
public final class BusinessTime {

    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private BusinessTime() {}

    /** The instant; empty if the text is not one, or lies before 1900 or after 9999. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(BusinessTime::valid);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether it lies within those years. */
    public static boolean valid(Instant instant) {
        return !instant.isBefore(FIRST) && instant.isBefore(END);
    }
}
