package covenant.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of event there is, found through the sealed hierarchy: a record that is added is known at once. */
public final class EventTypes {

    private static final List<EventType> ALL =
            Arrays.stream(Topic.values()).flatMap(EventTypes::typesOn).toList();

    private static final Map<String, EventType> BY_CE_TYPE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::ceType, Function.identity()));

    private static final Map<Class<? extends Event>, EventType> BY_PAYLOAD =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventType::payload, Function.identity()));

    private EventTypes() {}

    /** In the order of the topics, and within a topic in the order of declaration. */
    public static List<EventType> all() {
        return ALL;
    }

    /** By the value of {@link CloudEventHeaders#TYPE}; empty for a type that this version does not know (R-ENV-6). */
    public static Optional<EventType> byCeType(String ceType) {
        return Optional.ofNullable(BY_CE_TYPE.get(ceType));
    }

    /** @throws IllegalArgumentException for an interface: only the records are events */
    public static EventType of(Class<? extends Event> payload) {
        EventType type = BY_PAYLOAD.get(payload);
        if (type == null) {
            throw new IllegalArgumentException(payload.getName() + " is not an event");
        }
        return type;
    }

    private static Stream<EventType> typesOn(Topic topic) {
        return Arrays.stream(topic.family().getPermittedSubclasses())
                .map(payload -> payload.<Event>asSubclass(Event.class))
                .map(payload -> type(topic, payload));
    }

    private static EventType type(Topic topic, Class<? extends Event> payload) {
        SchemaVersion schema = payload.getAnnotation(SchemaVersion.class);
        int version = schema == null ? 1 : schema.value();
        int readableFrom = schema == null || schema.readableFrom() == 0 ? version : schema.readableFrom();
        return new EventType(payload.getSimpleName(), topic, payload, version, readableFrom);
    }
}
