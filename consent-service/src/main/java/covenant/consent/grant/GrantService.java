package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Purpose;
import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyVersion;
import covenant.consent.subject.Ages;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.Method;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.storage.RoundTrip;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Load, decide, save, write the outbox. The person's row is locked first, so that commands and events about one person take effect
 * one after the other.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class GrantService {
    private final SubjectStore subjects;
    private final ConsentStore consents;
    private final Policies policies;
    private final Ages ages;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final Instance<AcceptanceListener> listeners;
    private final Duration cooldown;

    GrantService(
            SubjectStore subjects,
            ConsentStore consents,
            Policies policies,
            Ages ages,
            Outbox outbox,
            CovenantClock clock,
            Instance<AcceptanceListener> listeners,
            @ConfigProperty(name = "covenant.consent.reask-cooldown") String cooldown) {
        this.subjects = subjects;
        this.consents = consents;
        this.policies = policies;
        this.ages = ages;
        this.outbox = outbox;
        this.clock = clock;
        this.listeners = listeners;
        this.cooldown = Duration.ofDays(Period.parse(cooldown).getDays());
    }

    ConsentsView grant(String subjectId, Evidence evidence, List<GrantItem> items, boolean byBackend) {
        PolicyVersion policy = policies.published(evidence.policyVersion())
                .orElseThrow(() -> new RefusedException(
                        ProblemCode.VERSION_CONFLICT, "There is no such published policy version."));
        SubjectState state = subjects.lock(subjectId);
        Instant now = clock.now();
        Outcome.Changed changed = decided(
                state, command(state, evidence, items, policy, policies.retirement(policy), byBackend, now), now);
        save(state, changed, now);
        SubjectState next = bindWaiting(changed.next());
        return new ConsentsView(views(changed), ServiceImpact.of(next, policies.catalogueInForce(), now));
    }

    /**
     * The person's own settings: a click there, now, under the version that governs the person. It is no acceptance of a later one
     * (R-PRE-8, R-6.1-2).
     */
    ConsentsView optIn(String subjectId, List<String> purposes, boolean byBackend) {
        SubjectState state = subjects.lock(subjectId);
        PolicyVersion policy = governing(state);
        Catalogue catalogue = policies.catalogueOf(policy.number()).orElseThrow();
        purposes.stream()
                .filter(p -> catalogue.purpose(p).isEmpty())
                .findFirst()
                .ifPresent(p -> {
                    throw policies.catalogueInForce().purpose(p).isPresent()
                            ? new RefusedException(
                                    ProblemCode.EXPLICIT_CONSENT_REQUIRED,
                                    "The version in force has to be accepted first.")
                            : new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
                });
        Instant now = clock.now();
        Evidence evidence = new Evidence(
                policy.version(),
                policy.sha256(),
                now,
                now,
                Method.CLICK,
                "SETTINGS",
                "settings",
                policy.content().locale(),
                policy.content().highlightedSections());
        List<GrantItem> items = purposes.stream()
                .map(p -> new GrantItem(p, GrantItem.Answer.GRANT, List.of(), null, false, null, null, null))
                .toList();
        Outcome.Changed changed =
                decided(state, command(state, evidence, items, policy, Optional.empty(), byBackend, now), now);
        save(state, changed, now);
        SubjectState next = bindWaiting(changed.next());
        return new ConsentsView(views(changed), ServiceImpact.of(next, policies.catalogueInForce(), now));
    }

    /**
     * What may come from a third party under the version that governs the person; the source's own evidence stays with its feature.
     *
     * @param state locked, with an accepted version
     * @throws RefusedException as a grant of the same would be refused
     */
    public SubjectState grantFromSource(
            SubjectState state, String source, List<String> categories, String channel, Instant at) {
        PolicyVersion policy = governing(state);
        Evidence evidence = new Evidence(
                policy.version(),
                policy.sha256(),
                at,
                at,
                Method.CLICK,
                channel,
                source,
                policy.content().locale(),
                List.of());
        GrantItem item = new GrantItem(
                Purpose.SERVICE_DELIVERY, GrantItem.Answer.GRANT, categories, null, false, null, null, null, source);
        Instant now = clock.now();
        return save(
                state,
                decided(state, command(state, evidence, List.of(item), policy, Optional.empty(), true, now), now),
                now);
    }

    /** Refuses what could not be granted by anybody now; changes nothing. */
    void requireGrantable(Evidence evidence, List<GrantItem> items) {
        PolicyVersion policy = policies.published(evidence.policyVersion())
                .orElseThrow(() -> new RefusedException(
                        ProblemCode.VERSION_CONFLICT, "There is no such published policy version."));
        SubjectState nobody = SubjectState.unknown("nobody");
        Instant now = clock.now();
        decided(nobody, command(nobody, evidence, items, policy, policies.retirement(policy), true, now), now);
    }

    private PolicyVersion governing(SubjectState state) {
        Integer accepted = state.acceptedVersion();
        return accepted == null
                ? policies.inForce()
                : policies.published(accepted.toString()).orElseGet(policies::inForce);
    }

    private GrantCommand command(
            SubjectState state,
            Evidence evidence,
            List<GrantItem> items,
            PolicyVersion policy,
            Optional<Instant> retiredAt,
            boolean byBackend,
            Instant now) {
        return new GrantCommand(
                state.subjectId(),
                evidence,
                items,
                policy,
                retiredAt,
                policies.catalogueOf(policy.number()).orElseThrow(),
                ages.ageOf(state, now),
                byBackend,
                cooldown,
                () -> Ids.next(now));
    }

    private static Outcome.Changed decided(SubjectState state, GrantCommand command, Instant now) {
        return switch (GrantDecider.decide(state, command, now)) {
            case Outcome.Changed c -> c;
            case Outcome.Refused refused -> throw refused.refusal().asException();
        };
    }

    ConsentsView withdraw(String subjectId, List<String> purposes, WithdrawalCause cause) {
        requireKnown(purposes);
        SubjectState state = subjects.lock(subjectId);
        Instant now = clock.now();
        Outcome.Changed changed = Withdrawals.withdraw(state, catalogue(state), purposes, cause, now);
        save(state, changed, now);
        List<ConsentRecord> records = changed.changes().isEmpty()
                ? consents.withdrawn(subjectId, wordsOf(state, purposes))
                : consents.withdrawn(
                        subjectId,
                        changed.changes().stream()
                                .map(ConsentChange::purpose)
                                .distinct()
                                .toList());
        return new ConsentsView(
                records.stream().map(ConsentView::of).toList(),
                ServiceImpact.of(changed.next(), policies.catalogueInForce(), now));
    }

    /** For other features (preferences, cookies, accounts): the same withdrawal without an answer. */
    public SubjectState withdrawQuietly(String subjectId, List<String> purposes, WithdrawalCause cause) {
        SubjectState state = subjects.lock(subjectId);
        Instant now = clock.now();
        Outcome.Changed changed = Withdrawals.withdraw(state, catalogue(state), purposes, cause, now);
        save(state, changed, now);
        return changed.next();
    }

    /** Clearing erases what cookies recorded also where their purposes were taken back, or ran out, before (policy 2.2, X-20). */
    public SubjectState clearCookies(String subjectId, List<String> purposes) {
        SubjectState before = subjects.lock(subjectId);
        SubjectState after = withdrawQuietly(subjectId, purposes, WithdrawalCause.COOKIES_CLEARED);
        boolean nothingLeft = after.consents().equals(before.consents());
        Instant now = clock.now();
        if (nothingLeft) {
            purposes.stream()
                    .flatMap(purpose -> ConsentEvents.cookiesCleared(after, purpose, now).stream())
                    .forEach(outbox::append);
        }
        return after;
    }

    /** Applies what a pure decision about the locked state says. */
    public SubjectState change(String subjectId, Function<SubjectState, Outcome.Changed> decision) {
        SubjectState before = subjects.lock(subjectId);
        Outcome.Changed changed = decision.apply(before);
        save(before, changed, clock.now());
        return changed.next();
    }

    /** Ends what has run out, at its hour and not before. */
    void expire(String subjectId) {
        change(subjectId, state -> Endings.expire(state, catalogue(state), clock.now()));
    }

    /** What waited for the version takes its place; the copies of the state learn that it counts from now on. */
    void bind(String subjectId, int version) {
        SubjectState next = change(subjectId, state -> Endings.bind(state, version, clock.now()));
        outbox.appendAll(ConsentEvents.states(next, ConsentStates.purposes(next), clock.now()));
    }

    /** For other features: a grant that they have decided on, in the person's order. */
    public SubjectState save(SubjectState before, Outcome.Changed changed, Instant now) {
        if (changed.changes().isEmpty() && changed.next().equals(before)) {
            return before;
        }
        RoundTrip trip = new RoundTrip();
        consents.apply(changed.changes(), trip);
        subjects.save(changed.next(), trip);
        outbox.appendAll(ConsentEvents.of(before, changed, now), trip);
        consents.write(trip);
        return changed.next();
    }

    /** A first acceptance lets what waited for it count. */
    private SubjectState bindWaiting(SubjectState state) {
        SubjectState next = state;
        if (state.marks().linksWaiting() && state.acceptedVersion() != null) {
            for (AcceptanceListener listener : listeners) {
                next = listener.accepted(next);
            }
        }
        return next;
    }

    @Transactional(Transactional.TxType.SUPPORTS)
    ServiceImpact impact(String subjectId) {
        return ServiceImpact.of(subjects.find(subjectId), policies.catalogueInForce(), clock.now());
    }

    /** The catalogue of the version that the person accepted last. */
    private Catalogue catalogue(SubjectState state) {
        Integer accepted = state.acceptedVersion();
        return accepted == null
                ? policies.catalogueInForce()
                : policies.catalogueOf(accepted).orElseGet(policies::catalogueInForce);
    }

    private void requireKnown(List<String> purposes) {
        if (purposes.stream().anyMatch(p -> !p.equals(Withdrawals.EVERYTHING) && !policies.knowsPurpose(p))) {
            throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
        }
    }

    private static List<String> wordsOf(SubjectState state, List<String> purposes) {
        return purposes.contains(Withdrawals.EVERYTHING)
                ? state.lastWords().entrySet().stream()
                        .filter(e -> e.getValue().status() == ConsentStatus.WITHDRAWN)
                        .map(Map.Entry::getKey)
                        .toList()
                : purposes;
    }

    /** One view per record that the command wrote or ended, as it is now. */
    private List<ConsentView> views(Outcome.Changed changed) {
        Map<UUID, ConsentChange> dead = new HashMap<>();
        changed.changes().forEach(change -> {
            switch (change) {
                case ConsentChange.Withdrawn w -> dead.put(w.consent().id(), w);
                case ConsentChange.Superseded s -> dead.put(s.consent().id(), s);
                case ConsentChange.Granted g -> {}
                case ConsentChange.Declined d -> {}
                case ConsentChange.Expired e -> {}
                case ConsentChange.Ended e -> {}
            }
        });
        return changed.changes().stream()
                .flatMap(change -> view(change, dead, changed.next().subjectId()))
                .map(ConsentView::of)
                .toList();
    }

    /** Of the old ones those that were withdrawn: what was superseded stands in the record that did it. */
    private Stream<ConsentRecord> view(ConsentChange change, Map<UUID, ConsentChange> dead, String subjectId) {
        return switch (change) {
            case ConsentChange.Granted g ->
                Stream.of(g.record()
                        .superseding(g.supersedes())
                        .after(dead.remove(g.record().id())));
            case ConsentChange.Declined d -> Stream.of(d.record());
            case ConsentChange.Withdrawn w ->
                dead.remove(w.consent().id()) == null
                        ? Stream.empty()
                        : consents.find(subjectId, w.consent().id()).stream();
            case ConsentChange.Superseded s -> Stream.empty();
            case ConsentChange.Expired e -> Stream.empty();
            case ConsentChange.Ended e -> Stream.empty();
        };
    }
}
