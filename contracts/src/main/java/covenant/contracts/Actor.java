package covenant.contracts;

import java.util.regex.Pattern;

/**
 * Who acted: a kind in capitals (a role such as {@code SUBJECT} or {@code PRIVACY_OPERATOR}, or {@code SYSTEM}) and a
 * pseudonymous id. Travels as {@code TYPE:id}; the id may itself hold colons.
 */
public record Actor(String type, String id) {

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    /** @throws IllegalArgumentException if the type is not in capitals or the id is blank */
    public Actor {
        if (!TYPE.matcher(type).matches() || id.isBlank()) {
            throw new IllegalArgumentException("an actor is TYPE:id with a type in capitals and an id");
        }
    }

    /** An act of the software itself: {@code SYSTEM:consent-service}. */
    public static Actor system(String service) {
        return new Actor("SYSTEM", service);
    }

    /** @throws IllegalArgumentException if it is not of the form {@code TYPE:id}; the value is not repeated in the message */
    public static Actor parse(String header) {
        int colon = header.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("an actor is TYPE:id with a type in capitals and an id");
        }
        return new Actor(header.substring(0, colon), header.substring(colon + 1));
    }

    /** The form used in the header {@link CloudEventHeaders#ACTOR}. */
    public String header() {
        return type + ":" + id;
    }

    @Override
    public String toString() {
        return header();
    }
}
