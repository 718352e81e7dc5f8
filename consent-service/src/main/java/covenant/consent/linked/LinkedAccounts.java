package covenant.consent.linked;

import covenant.consent.grant.AcceptanceListener;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.SourceWithdrawals;
import covenant.consent.policy.Policies;
import covenant.consent.source.Source;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Linking lets data come from the account there, as far as its scopes go, once our policy was accepted; unlinking withdraws that
 * consent and lets the login's id be erased (R-1.4.1-1, AC-19).
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class LinkedAccounts implements AcceptanceListener {
    private final LinkedAccountStore store;
    private final SubjectStore subjects;
    private final GrantService consents;
    private final Policies policies;
    private final CovenantClock clock;

    LinkedAccounts(
            LinkedAccountStore store,
            SubjectStore subjects,
            GrantService consents,
            Policies policies,
            CovenantClock clock) {
        this.store = store;
        this.subjects = subjects;
        this.consents = consents;
        this.policies = policies;
        this.clock = clock;
    }

    LinkedAccount link(String subjectId, String provider, List<String> scopes, Instant at) {
        SubjectState state = subjects.lock(subjectId);
        if (state.erased() || state.restricted()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "No account is open; nothing can be linked.");
        }
        LinkedAccount account = new LinkedAccount(
                subjectId, provider, scopes, Scopes.categories(scopes, policies.catalogueInForce()), at, null);
        if (state.acceptedVersion() == null) {
            store.save(account);
            consents.change(
                    subjectId,
                    s -> new covenant.consent.grant.Outcome.Changed(
                            s.marks(s.marks().linksWaiting(true)), List.of()));
            return account;
        }
        return grant(state, account, at).account();
    }

    private record Granted(SubjectState state, LinkedAccount account) {}

    private Granted grant(SubjectState state, LinkedAccount a, Instant at) {
        String source = Source.LOGIN + a.provider();
        SubjectState next = consents.grantFromSource(state, source, a.categories(), "LINKED_ACCOUNT", at);
        UUID consent = next.consents().stream()
                .filter(c -> source.equals(c.source()))
                .map(LiveConsent::id)
                .findFirst()
                .orElse(null);
        LinkedAccount linked =
                new LinkedAccount(a.subjectId(), a.provider(), a.scopes(), a.categories(), a.linkedAt(), consent);
        store.save(linked);
        return new Granted(next, linked);
    }

    @Override
    public SubjectState accepted(SubjectState state) {
        SubjectState next = state;
        for (LinkedAccount waiting : store.of(state.subjectId())) {
            if (waiting.consentId() == null) {
                next = grant(next, waiting, clock.now()).state();
            }
        }
        return consents.change(
                state.subjectId(),
                s -> new covenant.consent.grant.Outcome.Changed(
                        s.marks(s.marks().linksWaiting(false)), List.of()));
    }

    /** What was not linked is left as it is. */
    void unlink(String subjectId, String provider) {
        Instant now = clock.now();
        subjects.lock(subjectId);
        store.delete(subjectId, provider);
        boolean waiting = store.of(subjectId).stream().anyMatch(a -> a.consentId() == null);
        consents.change(
                subjectId,
                state -> SourceWithdrawals.unlinked(
                        state.marks(state.marks().linksWaiting(waiting)),
                        policies.catalogueInForce(),
                        Source.LOGIN + provider,
                        now));
    }
}
