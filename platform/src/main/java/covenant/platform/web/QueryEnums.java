package covenant.platform.web;

import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A filter with a value that does not exist is 422 and names the parameter. The framework's own answer is 404, which says that there is
 * nothing under this path.
 */
@Provider
class QueryEnums implements ParamConverterProvider {

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> raw, Type generic, Annotation[] annotations) {
        if (!raw.isEnum()) {
            return null;
        }
        return Stream.of(annotations)
                .filter(QueryParam.class::isInstance)
                .findFirst()
                .map(query -> new OneOf<>(((QueryParam) query).value(), raw))
                .orElse(null);
    }

    private record OneOf<T>(String parameter, Class<T> type) implements ParamConverter<T> {

        @Override
        public @Nullable T fromString(@Nullable String value) {
            if (value == null) {
                return null;
            }
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .findFirst()
                    .orElseThrow(this::refused);
        }

        /** The framework lets nothing but its own exceptions through; the answer is made of the cause. */
        private WebApplicationException refused() {
            String names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", "));
            RefusedException refused =
                    Refusal.invalid(parameter, "must be one of " + names).asException();
            return new WebApplicationException(refused, refused.refusal().code().status());
        }

        @Override
        public String toString(T value) {
            return ((Enum<?>) value).name();
        }
    }
}
