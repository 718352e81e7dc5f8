package covenant.contracts;

/**
 * One kind of event: its name, where it travels and the record that holds its payload.
 *
 * @param readableFrom oldest schema version whose readers understand this one
 */
public record EventType(String name, Topic topic, Class<? extends Event> payload, int schemaVersion, int readableFrom) {

    static final String CE_TYPE_PREFIX = "covenant.";

    /** The value of {@link CloudEventHeaders#TYPE}, as in {@code covenant.ConsentGranted}. */
    public String ceType() {
        return CE_TYPE_PREFIX + name;
    }

    /** The value of {@link CloudEventHeaders#DATA_SCHEMA}, as in {@code urn:covenant:schema:ConsentGranted:1}. */
    public String dataSchema() {
        return new DataSchema(schemaVersion, readableFrom).urn(name);
    }

    /** Where the JSON Schema stands on the class path. */
    public String schemaResource() {
        return schemaResource(schemaVersion);
    }

    /** Where the golden payload stands on the class path. */
    public String goldenResource() {
        return goldenResource(schemaVersion);
    }

    /** The same of this or a former version: both are kept for ever. */
    String schemaResource(int version) {
        return "schemas/" + topic.shortName() + "/" + name + ".v" + version + ".json";
    }

    String goldenResource(int version) {
        return "golden/" + name + ".v" + version + ".json";
    }
}
