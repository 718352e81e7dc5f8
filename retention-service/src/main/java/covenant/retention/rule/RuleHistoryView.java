package covenant.retention.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule's versions, the one in force first: they explain every stored date (T-7). */
record RuleHistoryView(String category, RuleView inForce, List<VersionView> versions) {

    /**
     * @param changed how many cases got a nearer date by it
     * @param recomputed whether all cases were looked at; absent for the shipped version
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            RuleView rule,
            String requestedBy,
            String approvedBy,
            Instant createdAt,
            @Nullable Long changed,
            @Nullable Boolean recomputed) {}

    static RuleHistoryView of(List<RuleStore.RuleVersion> versions, RuleBook book) {
        RetentionRule newest = versions.getFirst().rule();
        return new RuleHistoryView(
                newest.category(),
                RuleView.of(newest, book.statutory(newest)),
                versions.stream()
                        .map(v -> new VersionView(
                                RuleView.of(v.rule(), book.statutory(v.rule())),
                                v.requestedBy(),
                                v.approvedBy(),
                                v.createdAt(),
                                v.changed(),
                                v.recomputed()))
                        .toList());
    }
}
