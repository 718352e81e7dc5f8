package covenant.request.deadline;

import covenant.platform.time.LegalCalendar;
import covenant.request.blob.Blobs;
import covenant.request.export.ExpiredPackages;
import covenant.request.verification.VerificationStore;
import covenant.request.view.DataViews;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Erases what has served: proof documents 30 days after the request closed (R-5.2.1-3), packages after 7 days, self-service views after a day, codes and
 * assertions that expired, uploads that were never finished.
 */
@ApplicationScoped
class CleanUp {
    static final String NAME = "clean-up";
    private static final int BATCH = 500;
    private static final Duration STRAY_AFTER = Duration.ofDays(1);

    private final SweepMarks marks;
    private final VerificationStore proofs;
    private final ExpiredPackages packages;
    private final DataViews views;
    private final Blobs blobs;
    private final int proofDays;

    CleanUp(
            SweepMarks marks,
            VerificationStore proofs,
            ExpiredPackages packages,
            DataViews views,
            Blobs blobs,
            @ConfigProperty(name = "covenant.request.proof.lifetime-days") int proofDays) {
        this.marks = marks;
        this.proofs = proofs;
        this.packages = packages;
        this.views = views;
        this.blobs = blobs;
        this.proofDays = proofDays;
    }

    @Scheduled(every = "{covenant.request.clean-up.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onTime() {
        run();
    }

    /** Returns whether it ran: not after a leap of the clock. */
    boolean run() {
        Optional<Instant> judged = QuarkusTransaction.requiringNew().call(() -> marks.mayRun(NAME));
        if (judged.isEmpty()) {
            return false;
        }
        Instant now = judged.get();
        while (QuarkusTransaction.requiringNew()
                        .call(() -> proofs.eraseProofsClosedBefore(proofsClosedBefore(now), BATCH))
                > 0) {}
        while (packages.delete(now, BATCH) > 0) {}
        while (QuarkusTransaction.requiringNew().call(() -> views.expire(now, BATCH)) > 0) {}
        QuarkusTransaction.requiringNew().call(() -> proofs.forgetExpiredCodes(now));
        QuarkusTransaction.requiringNew().call(proofs::forgetExpiredAssertions);
        while (QuarkusTransaction.requiringNew().call(() -> blobs.deleteStrays(now.minus(STRAY_AFTER), BATCH)) > 0) {}
        return true;
    }

    /** Closed on a day that lies so many full days back. */
    private Instant proofsClosedBefore(Instant now) {
        return LegalCalendar.startOfDay(LegalCalendar.dayOf(now).minusDays(proofDays));
    }
}
