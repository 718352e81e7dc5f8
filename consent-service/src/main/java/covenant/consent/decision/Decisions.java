package covenant.consent.decision;

import static java.util.Objects.requireNonNull;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.decision.DecisionRecorder.Decided;
import covenant.consent.exception.ExceptionInForce;
import covenant.consent.exception.ExceptionsInForce;
import covenant.consent.grant.Objections;
import covenant.consent.holder.HolderStore;
import covenant.consent.policy.Policies;
import covenant.consent.source.SourceStore;
import covenant.consent.subject.Ages;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Gathers the facts of a question, one indexed read for the person, and lets the engine decide. */
@ApplicationScoped
class Decisions {
    private static final Logger LOG = Logger.getLogger(Decisions.class);

    private final SubjectStore subjects;
    private final Policies policies;
    private final ExceptionsInForce exceptions;
    private final Objections objections;
    private final Ages ages;
    private final HolderStore holders;
    private final SourceStore sources;
    private final DecisionRecorder recorder;
    private final CovenantClock clock;
    private final DecisionRoom room;

    Decisions(
            SubjectStore subjects,
            Policies policies,
            ExceptionsInForce exceptions,
            Objections objections,
            Ages ages,
            HolderStore holders,
            SourceStore sources,
            DecisionRecorder recorder,
            CovenantClock clock,
            DecisionRoom room) {
        this.subjects = subjects;
        this.policies = policies;
        this.exceptions = exceptions;
        this.objections = objections;
        this.ages = ages;
        this.holders = holders;
        this.sources = sources;
        this.recorder = recorder;
        this.clock = clock;
        this.room = room;
    }

    /** @throws RefusedException 422 for an unknown purpose or category; 503 {@code DECISION_UNAVAILABLE} when it cannot know */
    DecisionView decide(Question question) {
        unknown(question).ifPresent(code -> {
            throw new RefusedException(code, "The catalogue does not know it.");
        });
        return failClosed(() -> {
            Instant now = clock.now();
            Verdict verdict = verdict(question, subjects.find(question.subjectId()), now);
            record(List.of(new Decided(question, verdict)), now);
            return DecisionView.of(verdict, now);
        });
    }

    /** Answers in the order of the questions; an unknown purpose or category is a denial of that item. */
    List<DecisionView> decideAll(List<Question> questions) {
        return failClosed(() -> {
            Instant now = clock.now();
            Set<String> people = new LinkedHashSet<>();
            questions.forEach(q -> people.add(q.subjectId()));
            Map<String, SubjectState> states = subjects.findAll(people);
            List<Decided> decided = new ArrayList<>(questions.size());
            for (Question q : questions) {
                SubjectState state = requireNonNull(states.get(q.subjectId()));
                decided.add(new Decided(
                        q,
                        unknown(q)
                                .<Verdict>map(code -> new Verdict.Deny(code, null))
                                .orElseGet(() -> verdict(q, state, now))));
            }
            record(decided, now);
            return decided.stream().map(d -> DecisionView.of(d.verdict(), now)).toList();
        });
    }

    private Verdict verdict(Question q, SubjectState state, Instant now) {
        Catalogue catalogue = governing(state, q.purpose());
        Optional<ExceptionInForce> exception = exceptions
                .find(q.subjectId(), q.purpose(), q.category(), now)
                .filter(e -> !e.yieldsToObjection() || !objections.against(q.subjectId(), q.purpose()));
        Facts facts = new Facts(
                state,
                catalogue,
                exception,
                ages.ageOf(state, now),
                q.recipient() == null ? Optional.empty() : holders.find(q.recipient()),
                LegalCalendar.dayOf(now),
                q.fromThirdParty()
                        ? sources.covering(q.category(), q.sourceId(), LegalCalendar.dayOf(now))
                        : List.of());
        return DecisionEngine.decide(q, facts, now);
    }

    /** The version that the person accepted last governs, where it knows the purpose; else the one in force (R-PRE-8, R-6.1-4). */
    private Catalogue governing(SubjectState state, String purpose) {
        Integer accepted = state.acceptedVersion();
        return Optional.ofNullable(accepted)
                .flatMap(policies::catalogueOf)
                .filter(c -> c.purpose(purpose).isPresent())
                .orElseGet(policies::catalogueInForce);
    }

    private Optional<ProblemCode> unknown(Question q) {
        if (!policies.knowsPurpose(q.purpose())) {
            return Optional.of(ProblemCode.PURPOSE_UNKNOWN);
        }
        return policies.knowsCategory(q.category()) ? Optional.empty() : Optional.of(ProblemCode.CATEGORY_UNKNOWN);
    }

    private void record(List<Decided> decided, Instant now) {
        Map<Boolean, List<Decided>> ordinary =
                decided.stream().collect(Collectors.partitioningBy(Decided::isOrdinaryPermit));
        List<Decided> notable = requireNonNull(ordinary.get(false));
        if (!notable.isEmpty()) {
            recorder.record(notable, now);
        }
        recorder.count(requireNonNull(ordinary.get(true)));
    }

    /** What cannot be known is not permitted: callers treat 503 as a denial. */
    private <T> T failClosed(Supplier<T> decision) {
        try {
            return room.whenFree(decision);
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("No decision possible: %s", ProblemMappers.describe(e));
            throw new RefusedException(
                    ProblemCode.DECISION_UNAVAILABLE, "No decision is possible now: treat it as a denial.");
        }
    }
}
