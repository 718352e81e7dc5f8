package covenant.notification.contact;

import java.util.Set;

/** A column of table {@code contact}, with the catalogue's category that it holds. */
public enum ContactField {
    EMAIL("email", Set.of("basic.email"), true),
    PHONE("phone", Set.of("basic.mobile_phone"), true),
    /** A push token is an address of the device that was given to reach the person: it goes with the telephone. */
    PUSH_TOKEN("push_token", Set.of("basic.mobile_phone"), false),
    POSTAL_ADDRESS("postal_address", Set.of("basic.address"), false);

    private final String column;
    private final Set<String> categories;
    private final boolean indexed;

    ContactField(String column, Set<String> categories, boolean indexed) {
        this.column = column;
        this.categories = categories;
        this.indexed = indexed;
    }

    /** Name under which values are encrypted and indexed; never renamed. */
    String cipherField() {
        return "contact." + column;
    }

    String column() {
        return column;
    }

    boolean holds(String category) {
        return categories.contains(category);
    }

    String clearing() {
        return column + " = null" + (indexed ? ", " + column + "_index = null" : "");
    }

    boolean heldIn(ContactRow row) {
        return switch (this) {
            case EMAIL -> row.email() != null;
            case PHONE -> row.phone() != null;
            case PUSH_TOKEN -> row.pushToken() != null;
            case POSTAL_ADDRESS -> row.postalAddress() != null;
        };
    }
}
