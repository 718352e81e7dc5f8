package covenant.platform.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: {@code {"items": […], "next": "<cursor>" or null}}.
 *
 * @param next what to send as {@code ?cursor=} for the following page, null at the end
 */
public record Page<T>(
        List<T> items,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {

    /**
     * Cuts a page out of rows that were read with {@code LIMIT limit + 1}.
     *
     * @param position the keyset values of a row, in the order of the query's ORDER BY
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, List<String>> position) {
        if (rows.size() <= request.limit()) {
            return new Page<>(List.copyOf(rows), null);
        }
        List<T> items = List.copyOf(rows.subList(0, request.limit()));
        return new Page<>(items, Cursor.encode(position.apply(items.getLast())));
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), next);
    }
}
