package covenant.request.request;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import covenant.contracts.DsrEvent.VerificationMethod;
import covenant.request.request.RequestState.Accepted;
import covenant.request.request.RequestState.Cancelled;
import covenant.request.request.RequestState.ClosedUnverified;
import covenant.request.request.RequestState.Completed;
import covenant.request.request.RequestState.Executing;
import covenant.request.request.RequestState.IdentityPending;
import covenant.request.request.RequestState.InReview;
import covenant.request.request.RequestState.Received;
import covenant.request.request.RequestState.Refused;
import covenant.request.request.RequestState.Verified;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Between the flat row and the state as a type. */
final class RequestRow {
    static final String ASSIGNMENTS = "status = :status, open = :open, verified_by = :method, verified_at = :verified,"
            + " reply_due = :replyDue, identity_expires_at = coalesce(:expires, identity_expires_at),"
            + " accepted_at = coalesce(:accepted, accepted_at), answered_at = coalesce(:answered, answered_at),"
            + " outcome = coalesce(:outcome, outcome), refusal_ground = :ground, secret = :secret,"
            + " closed_at = :closed, cancellation = :cancellation, refused_categories = :refused, overdue = :overdue";

    private RequestRow() {}

    static void bind(Update update, Request r) {
        Proof proof = r.state().proof().orElse(null);
        update.bind("id", r.id())
                .bind("status", r.state().status())
                .bind("open", r.state().open())
                .bind("method", proof == null ? null : proof.method().name())
                .bind("verified", proof == null ? null : proof.verifiedAt())
                .bind("replyDue", proof == null ? null : proof.replyDue())
                .bindArray("refused", String.class, r.refused())
                .bind("overdue", r.overdue());
        new Flat(r.state()).bind(update);
    }

    /** What only some states have. */
    private static final class Flat {
        private @Nullable Instant expires;
        private @Nullable Instant accepted;
        private @Nullable Instant answered;
        private @Nullable Instant closed;
        private @Nullable Outcome outcome;
        private @Nullable RefusalGround ground;
        private @Nullable CancellationCause cancellation;
        private boolean secret;

        Flat(RequestState state) {
            switch (state) {
                case Received s -> expires = s.expiresAt();
                case IdentityPending s -> expires = s.expiresAt();
                case Verified s -> {}
                case InReview s -> {}
                case Accepted s -> accepted = s.acceptedAt();
                case Executing s -> {
                    accepted = s.acceptedAt();
                    answered = s.answeredAt();
                }
                case Completed s -> {
                    answered = s.answeredAt();
                    closed = s.completedAt();
                    outcome = s.outcome();
                }
                case Refused s -> {
                    answered = s.refusedAt();
                    closed = s.refusedAt();
                    outcome = Outcome.REFUSED;
                    ground = s.ground();
                    secret = s.secret();
                }
                case ClosedUnverified s -> closed = s.closedAt();
                case Cancelled s -> {
                    closed = s.cancelledAt();
                    cancellation = s.cause();
                }
            }
        }

        void bind(Update update) {
            update.bind("expires", expires)
                    .bind("accepted", accepted)
                    .bind("answered", answered)
                    .bind("closed", closed)
                    .bind("outcome", name(outcome))
                    .bind("ground", name(ground))
                    .bind("cancellation", name(cancellation))
                    .bind("secret", secret);
        }
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    static Request read(ResultSet row, StatementContext context) throws SQLException {
        String trigger = row.getString("claimed_trigger");
        return new Request(
                row.getObject("id", UUID.class),
                row.getString("subject_id"),
                RequestType.valueOf(row.getString("type")),
                texts(row, "categories"),
                trigger == null ? null : DeletionTrigger.valueOf(trigger),
                Requester.valueOf(row.getString("requester")),
                row.getString("channel"),
                row.getObject("appeal_of", UUID.class),
                row.getString("handler"),
                row.getString("account_id"),
                required(row, "received_at"),
                required(row, "created_at"),
                state(row),
                texts(row, "refused_categories"),
                row.getBoolean("overdue"));
    }

    private static RequestState state(ResultSet row) throws SQLException {
        return switch (row.getString("status")) {
            case "RECEIVED" -> new Received(required(row, "identity_expires_at"));
            case "IDENTITY_PENDING" -> new IdentityPending(required(row, "identity_expires_at"));
            case "VERIFIED" -> new Verified(proof(row));
            case "IN_REVIEW" -> new InReview(proof(row));
            case "ACCEPTED" -> new Accepted(proof(row), required(row, "accepted_at"));
            case "EXECUTING" -> new Executing(proof(row), required(row, "accepted_at"), instant(row, "answered_at"));
            case "COMPLETED" ->
                new Completed(
                        proof(row),
                        Outcome.valueOf(row.getString("outcome")),
                        required(row, "answered_at"),
                        required(row, "closed_at"));
            case "REFUSED" ->
                new Refused(
                        proof(row),
                        RefusalGround.valueOf(row.getString("refusal_ground")),
                        row.getBoolean("secret"),
                        required(row, "closed_at"));
            case "CLOSED_UNVERIFIED" -> new ClosedUnverified(required(row, "closed_at"));
            case "CANCELLED" ->
                new Cancelled(
                        row.getString("verified_by") == null ? null : proof(row),
                        CancellationCause.valueOf(row.getString("cancellation")),
                        required(row, "closed_at"));
            case String unknown -> throw new IllegalStateException("request status " + unknown);
        };
    }

    private static Proof proof(ResultSet row) throws SQLException {
        return new Proof(
                VerificationMethod.valueOf(row.getString("verified_by")),
                required(row, "verified_at"),
                required(row, "reply_due"));
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Instant required(ResultSet row, String column) throws SQLException {
        Instant at = instant(row, column);
        if (at == null) {
            throw new IllegalStateException("request without " + column);
        }
        return at;
    }
}
