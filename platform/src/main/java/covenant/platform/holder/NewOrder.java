package covenant.platform.holder;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order about to be placed.
 *
 * @param ownerId the request or the retention case that waits for the answer
 * @param dueBy first instant at which an answer is late; microseconds count, as in the database
 * @param reference how a recipient knows the person (R-5.2-7); with it, webhook and REST name no subjectId to recipients
 */
public record NewOrder(
        OrderTask task,
        String holderId,
        String subjectId,
        List<String> categories,
        UUID ownerId,
        Instant dueBy,
        @Nullable String reference) {

    public NewOrder {
        categories = categories.stream().distinct().sorted().toList();
        dueBy = dueBy.truncatedTo(ChronoUnit.MICROS);
        if (categories.isEmpty()) {
            throw new IllegalArgumentException("an order names at least one category");
        }
    }

    public static NewOrder of(
            OrderTask task,
            String holderId,
            String subjectId,
            Collection<String> categories,
            UUID ownerId,
            Instant dueBy) {
        return new NewOrder(task, holderId, subjectId, List.copyOf(categories), ownerId, dueBy, null);
    }

    /** An order for all data of these categories, for this request. */
    public static NewOrder access(
            UUID requestId, String holderId, String subjectId, Collection<String> categories, Instant dueBy) {
        return of(new OrderTask.Access(requestId), holderId, subjectId, categories, requestId, dueBy);
    }

    /** An order to correct these categories, for this request. */
    public static NewOrder correction(
            UUID requestId, String holderId, String subjectId, Collection<String> categories, Instant dueBy) {
        return of(new OrderTask.Correction(requestId), holderId, subjectId, categories, requestId, dueBy);
    }

    public NewOrder reference(@Nullable String sharedReference) {
        return new NewOrder(task, holderId, subjectId, categories, ownerId, dueBy, sharedReference);
    }

    public NewOrder owner(UUID owner) {
        return new NewOrder(task, holderId, subjectId, categories, owner, dueBy, reference);
    }
}
