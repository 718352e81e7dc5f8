package covenant.contracts;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds nulls where a record's component is not {@code @Nullable}, in nested records and lists of records too. */
final class RequiredFields {

    private record Component(String name, RecordComponent component, boolean required) {}

    private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> new Component(component.getName(), component, required(component)))
                    .toList();
        }
    };

    private RequiredFields() {}

    static boolean required(RecordComponent component) {
        return !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static List<String> missing(Record record) {
        List<String> found = new ArrayList<>();
        collect("", record, found);
        return found;
    }

    private static void collect(String prefix, Record record, List<String> found) {
        for (Component component : COMPONENTS.get(record.getClass())) {
            String path = prefix + component.name();
            visit(path, read(component.component(), record), component.required(), found);
        }
    }

    private static void visit(String path, @Nullable Object value, boolean required, List<String> found) {
        switch (value) {
            case null -> {
                if (required) {
                    found.add(path);
                }
            }
            case Record nested -> collect(path + ".", nested, found);
            case Collection<?> items -> {
                int index = 0;
                for (Object item : items) {
                    visit(path + "[" + index++ + "]", item, true, found);
                }
            }
            default -> {}
        }
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
