package covenant.contracts;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Walks the components of payload records, those of nested records included. */
final class PayloadTypes {

    private PayloadTypes() {}

    static Stream<RecordComponent> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .flatMap(component -> Stream.concat(
                        Stream.of(component),
                        nestedRecord(component.getGenericType()).stream().flatMap(PayloadTypes::components)));
    }

    /** The record that is the type itself or the element of a list. */
    static Optional<Class<?>> nestedRecord(Type type) {
        return switch (type) {
            case ParameterizedType parameterized -> nestedRecord(parameterized.getActualTypeArguments()[0]);
            case Class<?> simple when simple.isRecord() -> Optional.of(simple);
            default -> Optional.empty();
        };
    }
}
