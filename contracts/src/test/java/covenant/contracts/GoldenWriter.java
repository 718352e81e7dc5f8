package covenant.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Invents the first version of a golden payload, every field filled; edit what it wrote where it does not tell a likely story. */
final class GoldenWriter {

    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry("closedAt", "2026-01-31T04:00:00Z"),
            Map.entry("dueAt", "2026-02-28T16:00:00Z"),
            Map.entry("replyDue", "2026-03-02T16:00:00Z"),
            Map.entry("verifiedAt", "2026-01-31T03:15:00Z"),
            Map.entry("receivedAt", "2026-01-30T09:00:00Z"),
            Map.entry("effectiveAt", "2026-02-20T16:00:00Z"),
            Map.entry("until", "2026-12-31"),
            Map.entry("signedOn", "2025-12-15"),
            Map.entry("validUntil", "2027-12-31"),
            Map.entry("reviewOn", "2026-06-30"));

    private GoldenWriter() {}

    static Map<String, Object> payload(EventType type) {
        return object(type.payload());
    }

    private static Map<String, Object> object(Class<?> record) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            json.put(component.getName(), value(record, component.getName(), component.getGenericType()));
        }
        return json;
    }

    private static Object value(Class<?> owner, String name, Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class -> List.of(value(owner, name, list.getActualTypeArguments()[0]));
            case ParameterizedType map ->
                name.equals("remainingPurposes")
                        ? Map.of("browsing.history", List.of("SECURITY_RISK_CONTROL.extended"))
                        : Map.of("replyDue", "2026-03-02");
            case Class<?> simple -> simple(owner, name, simple);
            default -> throw new IllegalStateException("no sample for " + type + " of " + owner + "." + name);
        };
    }

    private static Object simple(Class<?> owner, String name, Class<?> type) {
        if (type == String.class) {
            return TextRule.of(owner, name).sample();
        } else if (type == UUID.class) {
            return uuid(name).toString();
        } else if (type == Instant.class) {
            Object sample = SAMPLES.getOrDefault(name, "2026-01-31T04:00:05Z");
            return sample.toString().contains("T") ? sample : sample + "T16:00:00Z";
        } else if (type == LocalDate.class) {
            return SAMPLES.getOrDefault(name, "2026-12-31");
        } else if (type == boolean.class || type == Boolean.class) {
            return false;
        } else if (type == int.class || type == long.class || type == Long.class) {
            return name.equals("status") ? 403 : name.equals("day") ? 20 : 3;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0].toString();
        }
        return object(type);
    }

    /** Version 7 as the services use it, the same for the same name. */
    private static UUID uuid(String name) {
        long low = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
        return new UUID(0x0199c3a07b1e7c00L, low);
    }
}
