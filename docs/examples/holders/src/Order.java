import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An order as it came: the value on Kafka, or what {@code GET /v1/orders/{id}} answers. Fields are found by their names: inside a JSON
 * string no quote stands alone, so what looks like a field is one. With a JSON parser at hand, use that.
 */
record Order(String json) {
    private static final Pattern CATEGORIES = Pattern.compile("\"categories\"\\s*:\\s*\\[([^\\]]*)]");
    private static final Pattern CATEGORY = Pattern.compile("\"([a-z][a-z0-9_.]*(@[A-Za-z]+)?)\"");
    private static final Pattern CORRECTION =
            Pattern.compile("\"category\"\\s*:\\s*\"([^\"]*)\"\\s*,\\s*\"value\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")");

    /** The text of a field; empty where there is none. */
    String text(String field) {
        Matcher found = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    /** Whom it is about: a recipient may know the person by a reference only. */
    String person() {
        return text("subjectId").isEmpty() ? text("reference") : text("subjectId");
    }

    List<String> categories() {
        Matcher all = CATEGORIES.matcher(json);
        return all.find() ? CATEGORY.matcher(all.group(1)).results().map(one -> one.group(1)).toList() : List.of();
    }

    /** Which value to write, as JSON, for each category; by REST only. */
    Map<String, String> corrections() {
        Map<String, String> values = new LinkedHashMap<>();
        CORRECTION.matcher(json).results().forEach(one -> values.put(one.group(1), one.group(2)));
        return values;
    }
}
