package covenant.consent.blacklist;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.consent.blacklist.BlacklistEntry.Dispute;
import covenant.consent.blacklist.BlacklistEntry.Outcome;
import covenant.consent.blacklist.BlacklistEntry.Status;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it is shown; what it says of the person only to the person and to who acts for the person.
 *
 * @param category of the catalogue; its retention rule is its own (R-3.1.6-3)
 */
record BlacklistView(
        UUID id,
        String subjectId,
        String category,
        @Nullable String fact,
        @Nullable JsonNode evidence,
        @Nullable JsonNode amountRange,
        LocalDate startedOn,
        @Nullable LocalDate defaultEndedOn,
        LocalDate reviewOn,
        LocalDate endsOn,
        Status status,
        boolean disputed,
        boolean sharingRestricted,
        @Nullable Instant disputedAt,
        @Nullable Instant disputeDue,
        @Nullable String disputeReason,
        @Nullable Outcome disputeOutcome,
        @Nullable Instant decidedAt,
        @Nullable String law,
        @Nullable String article,
        Instant recordedAt) {

    static BlacklistView of(
            BlacklistEntry e, @Nullable BlacklistDetails said, @Nullable String reason, LocalDate today) {
        Dispute d = e.dispute();
        boolean open = e.status(today) == Status.DISPUTED;
        return new BlacklistView(
                e.id(),
                e.subjectId(),
                BlacklistEntries.CATEGORY,
                said == null ? null : said.fact(),
                said == null ? null : said.evidence(),
                said == null ? null : said.amountRange(),
                e.startedOn(),
                e.defaultEndedOn(),
                e.reviewOn(),
                e.endsOn(),
                e.status(today),
                open,
                open,
                d == null ? null : d.disputedAt(),
                d == null ? null : d.due(),
                reason,
                d == null ? null : d.outcome(),
                d == null ? null : d.decidedAt(),
                e.law(),
                e.article(),
                e.recordedAt());
    }

    @Override
    public String toString() {
        return "BlacklistView[redacted]";
    }
}
