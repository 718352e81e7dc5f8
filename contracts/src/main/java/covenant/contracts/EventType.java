package covenant.contracts;

/** One kind of event: its name, where it travels and the record that holds its payload. */
public record EventType(String name, Topic topic, Class<? extends Event> payload, int schemaVersion) {

    static final String CE_TYPE_PREFIX = "covenant.";

    /** The value of {@link CloudEventHeaders#TYPE}, as in {@code covenant.ConsentGranted}. */
    public String ceType() {
        return CE_TYPE_PREFIX + name;
    }

    /** The value of {@link CloudEventHeaders#DATA_SCHEMA}, as in {@code urn:covenant:schema:ConsentGranted:1}. */
    public String dataSchema() {
        return "urn:covenant:schema:" + name + ":" + schemaVersion;
    }

    /** Where the JSON Schema stands on the class path. */
    public String schemaResource() {
        return "schemas/" + topic.shortName() + "/" + name + ".v" + schemaVersion + ".json";
    }

    /** Where the golden payload stands on the class path. */
    public String goldenResource() {
        return "golden/" + name + ".v" + schemaVersion + ".json";
    }
}
