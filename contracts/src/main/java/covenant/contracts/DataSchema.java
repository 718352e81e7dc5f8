package covenant.contracts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@link CloudEventHeaders#DATA_SCHEMA}: which version a payload has, and which readers understand it. A version that only
 * adds fields says so in the q-component of its URN (RFC 8141), as in {@code urn:covenant:schema:ConsentGranted:2?=readable-from=1}: old
 * and new consumers then run side by side. What does not say so is for readers of its own version.
 *
 * @param version from 1
 * @param readableFrom oldest version whose readers understand it, from 1 to {@code version}
 */
public record DataSchema(int version, int readableFrom) {
    private static final String READABLE_FROM = "?=readable-from=";
    private static final Pattern END = Pattern.compile(":([1-9][0-9]{0,8})(?:\\?=readable-from=([1-9][0-9]{0,8}))?$");

    /** @throws IllegalArgumentException if there is no version in it, or one that cannot be */
    public DataSchema {
        if (version < 1 || readableFrom < 1 || readableFrom > version) {
            throw new IllegalArgumentException("a schema is readable from a version between 1 and its own");
        }
    }

    /** @throws IllegalArgumentException if it names no version */
    public static DataSchema parse(String urn) {
        Matcher end = END.matcher(urn);
        if (!end.find()) {
            throw new IllegalArgumentException("names no schema version");
        }
        int version = Integer.parseInt(end.group(1));
        return new DataSchema(version, end.group(2) == null ? version : Integer.parseInt(end.group(2)));
    }

    /** Whether a reader that knows the event in this version understands the payload; older payloads are read for ever. */
    public boolean isReadBy(int knownVersion) {
        return readableFrom <= knownVersion;
    }

    String urn(String eventName) {
        String urn = "urn:covenant:schema:" + eventName + ":" + version;
        return readableFrom == version ? urn : urn + READABLE_FROM + readableFrom;
    }
}
