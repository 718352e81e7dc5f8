package covenant.consent.exception;

import covenant.contracts.ConsentEvent.ExceptionCode;
import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * The exceptions that count now. Most of the time there is none, and a decision does not ask the database: a new one counts within
 * a second, an ended or revoked one from that instant on.
 */
@ApplicationScoped
public class ExceptionsInForce {
    private static final Logger LOG = Logger.getLogger(ExceptionsInForce.class);

    private final Jdbi jdbi;
    private final CovenantClock clock;
    private volatile boolean any = true;

    ExceptionsInForce(Jdbi jdbi, CovenantClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            any = jdbi.withHandle(h -> h.createQuery("select exists(select 1 from exception_use"
                            + " where revoked_at is null and valid_until > :now)")
                    .bind("now", clock.now())
                    .mapTo(Boolean.class)
                    .one());
        } catch (RuntimeException e) {
            any = true;
            LOG.debugf("Exceptions are asked for each time: %s", e.getClass().getName());
        }
    }

    void changed() {
        any = true;
    }

    /** The exception for this question that lasts longest; an empty list of subjects covers everybody. */
    public Optional<ExceptionInForce> find(String subjectId, String purpose, String category, Instant now) {
        if (!any) {
            return Optional.empty();
        }
        return jdbi.withHandle(h -> h.createQuery("select id, code, secret, valid_until from exception_use"
                        + " where revoked_at is null and valid_from <= :now and valid_until > :now"
                        + " and categories @> array[:category]::text[] and :purpose = any(purposes)"
                        + " and (cardinality(subject_ids) = 0 or :subject = any(subject_ids))"
                        + " order by valid_until desc limit 1")
                .bind("now", now)
                .bind("category", category)
                .bind("purpose", purpose)
                .bind("subject", subjectId)
                .map((row, context) -> new ExceptionInForce(
                        row.getObject("id", UUID.class),
                        ExceptionCode.valueOf(row.getString("code")),
                        row.getBoolean("secret"),
                        row.getTimestamp("valid_until").toInstant()))
                .findOne());
    }
}
