package covenant.audit.finding;

import covenant.audit.reading.LoggedFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which entries make a promise with a time, and which keep it: pure. */
final class DeadlineRules {

    /** Types that concern deadlines. */
    static final List<String> TYPES = List.of(
            "IdentityVerified",
            "RequestAnswered",
            "RequestCancelled",
            "RequestOverdue",
            "RegulatorReportDue",
            "RegulatorReportSubmitted",
            "RecipientErasureRequested",
            "RecipientErasureConfirmed",
            "RecipientErasureExempted",
            "RecipientErasureOverdue",
            "ErasureOrdered",
            "ErasureConfirmed");

    private DeadlineRules() {}

    /** What an entry says about a deadline. */
    sealed interface Step {

        String key();

        /** Something is due. */
        record Due(String key, String what, Instant at) implements Step {}

        /** It was done. */
        record Met(String key, String what, Instant at) implements Step {}

        /** Its own keeper says that it was missed. */
        record Missed(String key, String what) implements Step {}
    }

    static Optional<Step> of(LoggedFact fact) {
        if (!fact.readable()) {
            return Optional.empty();
        }
        return switch (fact.type()) {
            case "IdentityVerified" -> due(fact, request(fact), "the answer to a request", "replyDue");
            case "RequestAnswered" -> inTime(fact, request(fact), "the answer to a request", "answeredAt");
            case "RequestCancelled" -> met(fact, request(fact), "the answer to a request", "cancelledAt");
            case "RequestOverdue" -> missed(request(fact), "the answer to a request");
            case "RegulatorReportDue" -> due(fact, report(fact), "a report to a regulator", "dueAt");
            case "RegulatorReportSubmitted" -> inTime(fact, report(fact), "a report to a regulator", "reportedAt");
            case "ErasureOrdered", "RecipientErasureRequested" -> due(fact, order(fact), "an erasure", "dueBy");
            case "ErasureConfirmed" -> met(fact, order(fact), "an erasure", "erasedAt");
            case "RecipientErasureConfirmed" -> met(fact, order(fact), "an erasure", "confirmedAt");
            case "RecipientErasureExempted" -> met(fact, order(fact), "an erasure", "exemptedAt");
            case "RecipientErasureOverdue" -> missed(order(fact), "an erasure");
            default -> Optional.empty();
        };
    }

    private static String request(LoggedFact fact) {
        return "request:" + fact.text("requestId");
    }

    private static String report(LoggedFact fact) {
        return "report:" + fact.text("incidentId") + ":" + fact.text("authority") + ":" + fact.text("kind");
    }

    private static String order(LoggedFact fact) {
        return "order:" + fact.text("orderId");
    }

    private static Optional<Step> due(LoggedFact fact, String key, String what, String field) {
        return fact.instant(field).map(at -> new Step.Due(key, what, at));
    }

    private static Optional<Step> met(LoggedFact fact, String key, String what, String field) {
        return Optional.of(new Step.Met(key, what, fact.instant(field).orElse(fact.occurredAt())));
    }

    private static Optional<Step> inTime(LoggedFact fact, String key, String what, String field) {
        boolean late = fact.details().has("inTime") && !fact.is("inTime");
        return late ? missed(key, what) : met(fact, key, what, field);
    }

    private static Optional<Step> missed(String key, String what) {
        return Optional.of(new Step.Missed(key, what));
    }
}
