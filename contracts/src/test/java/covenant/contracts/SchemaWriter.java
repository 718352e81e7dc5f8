package covenant.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Derives the first version of a JSON Schema (draft 2020-12) from a record. */
final class SchemaWriter {

    private SchemaWriter() {}

    static Map<String, Object> schema(EventType type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", type.dataSchema());
        schema.put("title", type.name());
        schema.putAll(object(type.payload()));
        return schema;
    }

    private static Map<String, Object> object(Class<?> record) {
        Map<String, Object> schema = new LinkedHashMap<>();
        Javadocs.ofRecord(record).ifPresent(text -> schema.put("description", text));
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            properties.put(component.getName(), property(record, component));
        }
        schema.put("properties", properties);
        schema.put(
                "required",
                Arrays.stream(record.getRecordComponents())
                        .filter(RequiredFields::required)
                        .map(RecordComponent::getName)
                        .toList());
        schema.put("additionalProperties", true);
        return schema;
    }

    private static Map<String, Object> property(Class<?> record, RecordComponent component) {
        Map<String, Object> schema = new LinkedHashMap<>();
        Javadocs.ofComponent(record, component.getName()).ifPresent(text -> schema.put("description", text));
        value(record, component.getName(), component.getGenericType()).forEach(schema::putIfAbsent);
        return schema;
    }

    private static Map<String, Object> value(Class<?> owner, String name, Type type) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class ->
                ordered("type", "array", "items", value(owner, name, list.getActualTypeArguments()[0]));
            case ParameterizedType map when map.getRawType() == Map.class -> map(owner, name, map);
            case Class<?> simple -> simple(owner, name, simple);
            default -> throw new IllegalStateException("no schema for " + type + " of " + owner + "." + name);
        };
    }

    private static Map<String, Object> map(Class<?> owner, String name, ParameterizedType map) {
        return name.equals("remainingPurposes")
                ? ordered(
                        "type", "object",
                        "propertyNames", text(TextRule.of(owner, "category")),
                        "additionalProperties", value(owner, "purposes", map.getActualTypeArguments()[1]))
                : ordered("type", "object", "additionalProperties", ordered("type", "string", "maxLength", 1_000));
    }

    private static Map<String, Object> simple(Class<?> owner, String name, Class<?> type) {
        if (type == String.class) {
            return text(TextRule.of(owner, name));
        } else if (type == UUID.class) {
            return ordered("type", "string", "format", "uuid");
        } else if (type == Instant.class) {
            return ordered("type", "string", "format", "date-time");
        } else if (type == LocalDate.class) {
            return ordered("type", "string", "format", "date");
        } else if (type == boolean.class || type == Boolean.class) {
            return ordered("type", "boolean");
        } else if (type == int.class || type == long.class || type == Long.class) {
            return ordered("type", "integer", "minimum", 0);
        } else if (type.isEnum()) {
            return ordered(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(type.getEnumConstants()).map(Object::toString).toList());
        } else if (type.isRecord()) {
            return object(type);
        }
        throw new IllegalStateException("no schema for " + type + " of " + owner + "." + name);
    }

    private static Map<String, Object> text(TextRule rule) {
        Map<String, Object> schema = ordered("type", "string");
        if (rule.keyword().equals("maxLength")) {
            schema.put("minLength", 1);
        }
        schema.put(rule.keyword(), rule.constraint());
        return schema;
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
