package covenant.request.desk;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.platform.holder.HolderOrder;
import covenant.request.export.Packages;
import covenant.request.fee.Fees;
import covenant.request.request.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as it is shown; what the caller may not see is absent. */
record RequestView(
        UUID id,
        String subjectId,
        String type,
        String status,
        List<String> categories,
        @Nullable String trigger,
        String requester,
        String channel,
        @Nullable String handler,
        @Nullable String accountId,
        @Nullable UUID appealOf,
        Instant receivedAt,
        @Nullable Instant verifiedAt,
        @Nullable String verifiedBy,
        @Nullable Instant replyDue,
        Instant targetDue,
        Identity identity,
        boolean overdue,
        List<OrderLine> orders,
        @Nullable List<Timeline.Entry> timeline,
        @Nullable Answer answer,
        @Nullable Personal personal) {

    record OrderLine(
            UUID id,
            String holder,
            String kind,
            String status,
            int attempts,
            @Nullable String outcome) {
        static OrderLine of(HolderOrder order) {
            return new OrderLine(
                    order.id(),
                    order.holderId(),
                    order.kind().name(),
                    order.status().name(),
                    order.attempts(),
                    order.outcome() == null ? null : order.outcome().name());
        }
    }

    /**
     * @param result what was done, what stays and why, who was told (R-5.2-3); or what the requester is asked
     * @param checks conditions that were checked (R-GAP-5)
     */
    record Answer(
            @Nullable String outcome,
            @Nullable Instant answeredAt,
            @Nullable Instant closedAt,
            @Nullable String trigger,
            boolean automatic,
            List<Refused> refused,
            List<String> missingHolders,
            List<String> restrictedCategories,
            @Nullable JsonNode result,
            @Nullable JsonNode checks,
            Fees.@Nullable Quote fee,
            @Nullable Hidden hidden,
            Packages.@Nullable View package_) {
        @com.fasterxml.jackson.annotation.JsonProperty("package")
        @Override
        public Packages.@Nullable View package_() {
            return package_;
        }
    }

    /** How much of the package a duty of secrecy hides; for operators and auditors (R-1.3-4). */
    record Hidden(long disclosures, long exceptionUses) {}

    /**
     * Whose turn it is to prove or check the identity, each with a clock of its own.
     *
     * @param subjectUntil closed as unverified from here on
     * @param operatorUntil three working days for our part, where an operator has to check
     */
    record Identity(Instant subjectUntil, @Nullable Instant operatorUntil) {}

    /** @param secret shown to auditors only, as everything of a secret refusal is (R-5.2.2-2) */
    record Refused(
            String ground,
            boolean partial,
            List<String> categories,
            Instant at,
            @Nullable Boolean secret,
            @Nullable String decidedBy,
            @Nullable String approvedBy,
            @Nullable String reason) {}

    /** Decrypted for whom it concerns and who works on it; never for OPS or auditors. */
    record Personal(
            @Nullable String letter,
            @Nullable String content,
            @Nullable JsonNode corrections) {
        @Override
        public String toString() {
            return "Personal[redacted]";
        }
    }
}
