package covenant.platform.deadletter;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

/** The address of one dead letter. */
public record RedriveRequest(
        @NotNull String topic,
        @NotNull @PositiveOrZero Integer partition,
        @NotNull @PositiveOrZero Long offset) {}
