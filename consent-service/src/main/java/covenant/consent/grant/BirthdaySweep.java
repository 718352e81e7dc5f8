package covenant.consent.grant;

import covenant.consent.subject.Ages;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Tells the copies of the state when a person has become 14 or 18 (R-GAP-1). Decisions of this service never wait for it: they look
 * at the age themselves.
 */
@ApplicationScoped
class BirthdaySweep {
    private static final int BATCH = 200;

    private final SubjectStore subjects;
    private final GrantService service;
    private final Ages ages;
    private final CovenantClock clock;

    BirthdaySweep(SubjectStore subjects, GrantService service, Ages ages, CovenantClock clock) {
        this.subjects = subjects;
        this.service = service;
        this.ages = ages;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.consent.birthday.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        List<String> minors = subjects.minors("", BATCH);
        while (!minors.isEmpty()) {
            minors.forEach(id -> QuarkusTransaction.requiringNew().run(() -> look(id)));
            minors = subjects.minors(minors.getLast(), BATCH);
        }
    }

    private void look(String subjectId) {
        SubjectState state = subjects.lock(subjectId);
        service.save(state, new Outcome.Changed(ages.refresh(state, clock.now()), List.of()), clock.now());
    }
}
