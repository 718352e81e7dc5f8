package covenant.notification.transfer;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param categories the kinds of data that pass; absent: all */
record TransferRequest(
        @NotNull TransferNotice.Occasion occasion,
        @NotNull @Valid Transferee transferee,
        @NotNull Instant effectiveAt,
        @Nullable @Size(max = 200) List<@NotBlank String> categories) {

    record Transferee(
            @NotBlank @Size(max = 200) @Pattern(regexp = "[^\\p{Cntrl}]+")
            String name,

            @NotBlank @Size(max = 400) @Pattern(regexp = "[^\\p{Cntrl}]+")
            String contact) {}
}
