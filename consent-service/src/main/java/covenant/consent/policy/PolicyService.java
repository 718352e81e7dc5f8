package covenant.consent.policy;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Sensitivity;
import covenant.consent.policy.PolicyContent.DeclaredChange;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyVersion.Status;
import covenant.contracts.PolicyEvent.Occasion;
import covenant.contracts.PolicyEvent.PolicyVersionPublished;
import covenant.contracts.PolicyEvent.PolicyVersionRejected;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Drafts and publications. Every method runs in the caller's transaction, one at a time over all replicas. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class PolicyService {
    private final PolicyStore store;
    private final Policies policies;
    private final NoticePeriods periods;
    private final AssessmentRegister assessments;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final Caller caller;

    PolicyService(
            PolicyStore store,
            Policies policies,
            NoticePeriods periods,
            AssessmentRegister assessments,
            Outbox outbox,
            CovenantClock clock,
            Caller caller) {
        this.store = store;
        this.policies = policies;
        this.periods = periods;
        this.assessments = assessments;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    PolicyVersion draft(PolicyRequest request) {
        store.lockAll();
        List<PolicyVersion> all = store.all();
        PolicyVersion predecessor = predecessor(all);
        PolicyContent content = DraftReader.read(request, predecessor.content());
        DraftReader.check(content, policies.shipped()).ifPresent(r -> {
            throw r.asException();
        });
        int number = content.number();
        if (all.stream().anyMatch(v -> v.number() >= number)) {
            throw new RefusedException(ProblemCode.VERSION_CONFLICT, "A version of this or a later number exists.");
        }
        PolicyVersion draft = new PolicyVersion(
                number,
                Status.DRAFT,
                content,
                PolicyHash.of(content.text()),
                predecessor.number(),
                PolicyDiff.between(predecessor.content(), content),
                clock.now(),
                null,
                null,
                null,
                null);
        store.insert(draft, caller.id());
        return draft;
    }

    /** Refuses what could not be published now; changes nothing. */
    void checkPublication(int version, Instant effectiveAt) {
        store.lockAll();
        Publication p = publication(version);
        check(
                p,
                effectiveAt,
                periods.longEnough(clock.now(), effectiveAt, p.changes().material()));
    }

    /** Publishes: from here on people are told, and the version takes effect by itself. */
    PolicyVersion publish(int version, Instant effectiveAt) {
        store.lockAll();
        Publication p = publication(version);
        Instant now = clock.now();
        check(
                p,
                effectiveAt,
                periods.longEnoughByDay(now, effectiveAt, p.changes().material()));
        store.publish(version, p.changes(), p.predecessor().number(), now, effectiveAt);
        outbox.append(EventDraft.of(Integer.toString(version), event(p, now, effectiveAt))
                .policyVersion(Integer.toString(version)));
        return store.find(version).orElseThrow();
    }

    void reject(int version, String code) {
        store.lockAll();
        store.find(version).filter(v -> v.status() == Status.DRAFT).ifPresent(v -> {
            store.move(version, Status.REJECTED, clock.now());
            outbox.append(EventDraft.of(v.version(), new PolicyVersionRejected(v.version(), code, clock.now()))
                    .policyVersion(v.version()));
        });
    }

    private record Publication(PolicyVersion draft, PolicyVersion predecessor, PolicyChanges changes) {}

    private Publication publication(int version) {
        PolicyVersion draft = store.find(version)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such version."));
        if (draft.status() != Status.DRAFT) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Only a draft can be published.");
        }
        PolicyVersion predecessor = predecessor(store.all());
        return new Publication(draft, predecessor, PolicyDiff.between(predecessor.content(), draft.content()));
    }

    private void check(Publication p, Instant effectiveAt, boolean longEnough) {
        checkAssessed(p);
        if (p.changes().material() && p.draft().content().declaredChange() == DeclaredChange.EDITORIAL) {
            throw Refusal.of(
                            ProblemCode.CHANGE_CLASSIFICATION_TOO_LOW,
                            "The changes are material; nobody can declare them editorial (R-6.2-3).")
                    .with("triggers", p.changes().triggers())
                    .asException();
        }
        boolean afterPredecessor = p.predecessor().effectiveAt() == null
                || effectiveAt.isAfter(p.predecessor().effectiveAt());
        if (!longEnough || !effectiveAt.isAfter(clock.now()) || !afterPredecessor) {
            boolean material = p.changes().material();
            throw Refusal.of(
                            ProblemCode.NOTICE_PERIOD_TOO_SHORT,
                            "It can take effect " + periods.days(material) + " days after publication at the earliest,"
                                    + " and after its predecessor.")
                    .asException();
        }
    }

    /** PIPL art. 55: sensitive data and automated decisions are assessed before they begin (R-1.2.2-2, R-GAP-4). */
    private void checkAssessed(Publication p) {
        Catalogue catalogue = policies.shipped();
        for (PolicyPurpose purpose : p.draft().content().purposes()) {
            List<String> before = p.predecessor().content().purposes().stream()
                    .filter(x -> x.code().equals(purpose.code()))
                    .flatMap(x -> x.categories().stream())
                    .toList();
            List<String> sensitive = purpose.categories().stream()
                    .filter(name -> !before.contains(name))
                    .filter(name -> catalogue
                            .category(name)
                            .filter(c -> c.sensitivity() == Sensitivity.STATUTORY)
                            .isPresent())
                    .toList();
            boolean begins = before.isEmpty() && purpose.automatedDecision();
            if ((begins || !sensitive.isEmpty()) && !assessments.covered(purpose.code(), sensitive)) {
                throw Refusal.of(
                                ProblemCode.IMPACT_ASSESSMENT_REQUIRED,
                                "Purpose " + purpose.code() + " needs an impact assessment that covers it.")
                        .asException();
            }
        }
    }

    private static PolicyVersion predecessor(List<PolicyVersion> all) {
        return all.stream()
                .filter(v -> v.status() == Status.ACTIVE || v.status() == Status.PUBLISHED)
                .max(Comparator.comparingInt(PolicyVersion::number))
                .orElseThrow(() -> new IllegalStateException("No policy version is in force"));
    }

    private static PolicyVersionPublished event(Publication p, Instant now, Instant effectiveAt) {
        PolicyVersion draft = p.draft();
        PolicyChanges changes = p.changes();
        return new PolicyVersionPublished(
                draft.version(),
                Occasion.NEW_VERSION,
                draft.sha256(),
                draft.content().locale(),
                draft.content().title(),
                changes.material() || draft.content().declaredChange() == DeclaredChange.MATERIAL,
                changes.reducesRights(),
                changes.requiresReconsent(),
                changes.reconsentPurposes(),
                p.predecessor().version(),
                now,
                effectiveAt,
                changes.changes(),
                null);
    }
}
