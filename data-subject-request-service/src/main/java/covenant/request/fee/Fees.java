package covenant.request.fee;

import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * Fees for portability. Only requests whose requester proved the identity count: nobody can run up another person's month.
 * The first of a month is always free. Runs in the caller's transaction.
 */
@ApplicationScoped
public class Fees {
    private final Jdbi jdbi;
    private final CovenantClock clock;
    private final int free;

    Fees(
            Jdbi jdbi,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.portability.free-per-month") int free) {
        if (free < 1) {
            throw new IllegalArgumentException(
                    "covenant.request.portability.free-per-month: the first is never charged (R-5.2.1-7)");
        }
        this.jdbi = jdbi;
        this.clock = clock;
        this.free = free;
    }

    /** @param status QUOTED, ACCEPTED or DECLINED */
    public record Quote(
            BigDecimal amount, String currency, String reason, int requestsInMonth, Instant quotedAt, String status) {}

    /** How many verified ones the person has made in this calendar month (Shanghai), this one among them. */
    public int inMonth(Request request) {
        Instant begin =
                LegalCalendar.startOfDay(LegalCalendar.dayOf(clock.now()).withDayOfMonth(1));
        return jdbi.withHandle(h -> h.createQuery("select count(*) from request where subject_id = :subject"
                        + " and type = 'PORTABILITY' and verified_at >= :begin")
                .bind("subject", request.subjectId())
                .bind("begin", begin)
                .mapTo(Integer.class)
                .one());
    }

    public boolean mayCost(int inMonth) {
        return inMonth > free;
    }

    public void quote(UUID requestId, Quote quote, String by) {
        jdbi.useHandle(h -> h.createUpdate("insert into fee_quote (request_id, amount, currency, reason,"
                        + " requests_in_month, quoted_by, quoted_at, status) values (:id, :amount, :currency, :reason,"
                        + " :count, :by, :at, :status) on conflict (request_id) do update set amount = excluded.amount,"
                        + " currency = excluded.currency, reason = excluded.reason, quoted_by = excluded.quoted_by,"
                        + " quoted_at = excluded.quoted_at, status = excluded.status")
                .bind("id", requestId)
                .bind("amount", quote.amount())
                .bind("currency", quote.currency())
                .bind("reason", quote.reason())
                .bind("count", quote.requestsInMonth())
                .bind("by", by)
                .bind("at", quote.quotedAt())
                .bind("status", quote.status())
                .execute());
    }

    public void answered(UUID requestId, String status) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update fee_quote set status = :status, answered_at = :at" + " where request_id = :id")
                .bind("status", status)
                .bind("at", clock.now())
                .bind("id", requestId)
                .execute());
    }

    public Optional<Quote> of(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery("select * from fee_quote where request_id = :id")
                .bind("id", requestId)
                .map((row, context) -> new Quote(
                        row.getBigDecimal("amount"),
                        row.getString("currency"),
                        row.getString("reason"),
                        row.getInt("requests_in_month"),
                        row.getTimestamp("quoted_at").toInstant(),
                        row.getString("status")))
                .findOne());
    }
}
