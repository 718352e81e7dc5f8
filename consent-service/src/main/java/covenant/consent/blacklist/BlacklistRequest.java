package covenant.consent.blacklist;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.JsonNode;
import covenant.consent.blacklist.BlacklistRules.Dates;
import covenant.platform.problem.Refusal;
import covenant.platform.time.LegalCalendar;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A default to be recorded. Days are local dates, or instants, which fall on a day in Asia/Shanghai.
 *
 * @param evidence a text or an object
 * @param amountRange a text or an object
 * @param endsOn at most five years after {@code defaultEndedOn}, which is also the default
 * @param law with {@code article}: why the entry outlives the account
 */
record BlacklistRequest(
        @NotNull String subjectId,
        @NotBlank @Size(max = 2000) String fact,
        @NotNull JsonNode evidence,
        @JsonAlias("amount") @Nullable JsonNode amountRange,

        @JsonAlias({"start", "startOn", "startDate", "startedAt", "since"}) @NotBlank @Size(max = 40)
        String startedOn,

        @JsonAlias({"defaultEnd", "defaultEndOn", "defaultEndDate", "defaultEndedAt"}) @Nullable @Size(max = 40)
        String defaultEndedOn,

        @JsonAlias({"review", "reviewDate", "reviewAt"}) @Nullable @Size(max = 40)
        String reviewOn,

        @JsonAlias({"end", "endOn", "endDate", "endAt", "until", "validUntil"}) @Nullable @Size(max = 40)
        String endsOn,

        @Nullable @Size(max = 200) String law,
        @Nullable @Size(max = 80) String article) {

    private static final int LONGEST_JSON = 8_000;

    BlacklistDetails details() {
        shortText("evidence", evidence);
        if (amountRange != null && !amountRange.isNull()) {
            shortText("amountRange", amountRange);
        }
        if ((law == null) != (article == null)) {
            throw Refusal.invalid(law == null ? "law" : "article", "a law is named with its article")
                    .asException();
        }
        return new BlacklistDetails(fact, evidence, amountRange == null || amountRange.isNull() ? null : amountRange);
    }

    private static void shortText(String field, JsonNode node) {
        boolean empty = node.isNull()
                || (node.isTextual() && node.asText().isBlank())
                || (node.isContainerNode() && node.isEmpty());
        if (empty || node.toString().length() > LONGEST_JSON) {
            throw Refusal.invalid(field, "must say something, in at most 8000 characters")
                    .asException();
        }
    }

    Dates dates() {
        return new Dates(
                day("startedOn", startedOn),
                defaultEndedOn == null ? null : day("defaultEndedOn", defaultEndedOn),
                reviewOn == null ? null : day("reviewOn", reviewOn),
                endsOn == null ? null : day("endsOn", endsOn));
    }

    static LocalDate day(String field, String text) {
        // A year of more than four digits begins with a sign.
        if (text.startsWith("+") || text.startsWith("-")) {
            throw Refusal.invalid(field, "must be a local date or an RFC 3339 instant")
                    .asException();
        }
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text)
                    : LegalCalendar.dayOf(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw Refusal.invalid(field, "must be a local date or an RFC 3339 instant")
                    .asException();
        }
    }

    @Override
    public String toString() {
        return "BlacklistRequest[redacted]";
    }
}
