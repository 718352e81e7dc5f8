package covenant.consent.blacklist;

import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dates of an entry (R-3.1.6-2). Pure. */
final class BlacklistRules {
    /** After the default ended, by analogy with 征信业管理条例 art. 16. */
    static final Period LONGEST = Period.ofYears(5);
    /** To decide a dispute, by analogy with its art. 25. */
    static final int DAYS_TO_DECIDE = 20;

    private static final Period DEFAULT_REVIEW = Period.ofYears(1);

    private BlacklistRules() {}

    record Dates(
            LocalDate startedOn,
            @Nullable LocalDate defaultEndedOn,
            @Nullable LocalDate reviewOn,
            @Nullable LocalDate endsOn) {}

    /** The last day that an entry may have: while the default goes on, five years from today. */
    static LocalDate latestEnd(@Nullable LocalDate defaultEndedOn, LocalDate today) {
        return (defaultEndedOn == null ? today : defaultEndedOn).plus(LONGEST);
    }

    static Optional<Refusal> check(Dates d, LocalDate today) {
        List<Violation> wrong = new ArrayList<>();
        if (d.startedOn().isAfter(today)) {
            wrong.add(new Violation("startedOn", "lies in the future"));
        }
        LocalDate ended = d.defaultEndedOn();
        if (ended != null && (ended.isBefore(d.startedOn()) || ended.isAfter(today))) {
            wrong.add(new Violation("defaultEndedOn", "must lie between startedOn and today"));
        }
        LocalDate latest = latestEnd(ended, today);
        if (d.endsOn() != null && d.endsOn().isAfter(latest)) {
            wrong.add(new Violation("endsOn", "is at most five years after the default ended"));
        }
        LocalDate end = d.endsOn() == null ? latest : d.endsOn();
        if (end.isBefore(d.startedOn()) || end.isBefore(today)) {
            wrong.add(new Violation("endsOn", "is over already"));
        }
        if (d.reviewOn() != null && (d.reviewOn().isAfter(end) || d.reviewOn().isBefore(d.startedOn()))) {
            wrong.add(new Violation("reviewOn", "must lie between startedOn and endsOn"));
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of(Refusal.invalid(wrong));
    }

    /** With what was left open filled in: looked at again after a year, or at the end. */
    static Dates complete(Dates d, LocalDate today) {
        LocalDate end = d.endsOn() == null ? latestEnd(d.defaultEndedOn(), today) : d.endsOn();
        LocalDate review = today.plus(DEFAULT_REVIEW);
        return new Dates(
                d.startedOn(),
                d.defaultEndedOn(),
                d.reviewOn() != null ? d.reviewOn() : review.isAfter(end) ? end : review,
                end);
    }

    static Instant disputeDue(Instant disputedAt) {
        return LegalCalendar.fullDaysAfter(disputedAt, DAYS_TO_DECIDE);
    }
}
