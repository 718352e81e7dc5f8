package covenant.retention.rule;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.platform.problem.Refusal;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/** @param period ISO-8601, as in {@code P1M} */
record RuleRequest(
        @NotBlank @Size(max = 20) String period,
        @NotNull Anchor anchor,
        @NotNull ErasureMethod action,
        @Valid @Nullable StatutoryRequest statutory) {

    record StatutoryRequest(
            @NotBlank @Size(max = 200) String law,
            @NotBlank @Size(max = 60) String article,
            @NotBlank @Size(max = 20) String period,
            @NotNull Anchor anchor) {}

    RetentionRule toRule(String category, int version, boolean amlOnly) {
        return new RetentionRule(
                category,
                version,
                parse(period, "period"),
                anchor,
                action,
                statutory == null
                        ? null
                        : new Statutory(
                                statutory.law(),
                                statutory.article(),
                                parse(statutory.period(), "statutory.period"),
                                statutory.anchor(),
                                amlOnly));
    }

    private static Period parse(String text, String field) {
        try {
            return Period.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.invalid(field, "must be an ISO-8601 period such as P1M")
                    .asException();
        }
    }
}
