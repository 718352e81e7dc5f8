package covenant.request.request;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A request with all that was remembered about its answer.
 *
 * @param targetDue the internal target of 15 working days after receipt; an alarm only, no deadline (T-8)
 * @param checks JSON: conditions that were checked, as for portability (R-GAP-5)
 * @param result JSON: what was done, what stays and why (R-5.2-3)
 */
public record RequestDetails(
        Request request,
        Instant targetDue,
        Instant identityExpiresAt,
        @Nullable Instant identityCheckDue,
        @Nullable String trigger,
        boolean automatic,
        @Nullable String decidedBy,
        @Nullable String outcome,
        @Nullable Instant answeredAt,
        @Nullable Instant closedAt,
        List<String> missingHolders,
        List<String> restrictedCategories,
        @Nullable String checks,
        @Nullable String result,
        byte @Nullable [] sealedCorrections,
        byte @Nullable [] sealedContent,
        byte @Nullable [] sealedLetter) {

    static RequestDetails read(ResultSet row, StatementContext context) throws SQLException {
        Instant targetDue = RequestRow.instant(row, "target_due");
        return new RequestDetails(
                RequestRow.read(row, context),
                java.util.Objects.requireNonNull(targetDue),
                java.util.Objects.requireNonNull(RequestRow.instant(row, "identity_expires_at")),
                RequestRow.instant(row, "identity_check_due"),
                row.getString("accepted_trigger"),
                row.getBoolean("automatic"),
                row.getString("decided_by"),
                row.getString("outcome"),
                RequestRow.instant(row, "answered_at"),
                RequestRow.instant(row, "closed_at"),
                RequestRow.texts(row, "missing_holders"),
                RequestRow.texts(row, "restricted_categories"),
                row.getString("checks"),
                row.getString("result"),
                row.getBytes("sealed_corrections"),
                row.getBytes("sealed_content"),
                row.getBytes("sealed_letter"));
    }
}
