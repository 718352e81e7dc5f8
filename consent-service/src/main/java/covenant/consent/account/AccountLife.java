package covenant.consent.account;

import covenant.consent.account.AccountStore.Account;
import covenant.consent.grant.ConsentEvents;
import covenant.consent.grant.Endings;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentEvent.StopCause;
import covenant.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Closing the last open account ends every consent and restricts the person to storage, security and legal duty (R-1.5.3-1); another
 * open account keeps what it needs (AC-33). Opening again lifts the restriction and revives nothing (R-4.2.2-7).
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class AccountLife {
    private final AccountStore accounts;
    private final SubjectStore subjects;
    private final GrantService consents;
    private final Outbox outbox;

    AccountLife(AccountStore accounts, SubjectStore subjects, GrantService consents, Outbox outbox) {
        this.accounts = accounts;
        this.subjects = subjects;
        this.consents = consents;
        this.outbox = outbox;
    }

    void closed(String accountId, String subjectId, Instant at) {
        SubjectState state = subjects.lock(subjectId);
        Optional<Account> known = accounts.find(accountId);
        if (known.isPresent() && (!known.get().open() || known.get().changedAt().isAfter(at))) {
            return;
        }
        accounts.put(accountId, subjectId, false, at);
        if (!state.restricted() && !accounts.anyOpen(subjectId)) {
            end(subjectId, EndCause.ACCOUNT_CLOSED, StopCause.ACCOUNT_CLOSED, accountId, at);
        }
    }

    void opened(String accountId, String subjectId, Instant at) {
        SubjectState state = subjects.lock(subjectId);
        Optional<Account> known = accounts.find(accountId);
        if (known.isPresent() && (known.get().open() || known.get().changedAt().isAfter(at))) {
            return;
        }
        accounts.put(accountId, subjectId, true, at);
        if (state.restricted() && !state.erased()) {
            consents.change(subjectId, s -> new Outcome.Changed(s.restricted(false), List.of()));
        }
    }

    /** Personalised and commercial use stops; what follows is the closure's (R-GAP-7). */
    void deceased(String subjectId, Instant at) {
        if (!subjects.lock(subjectId).restricted()) {
            end(subjectId, EndCause.SUBJECT_DECEASED, StopCause.SUBJECT_DECEASED, null, at);
        }
    }

    void terminated(String subjectId, Instant at) {
        if (!subjects.lock(subjectId).restricted()) {
            end(subjectId, EndCause.SERVICE_TERMINATED, StopCause.SERVICE_TERMINATED, null, at);
        }
    }

    private void end(String subjectId, EndCause cause, StopCause stop, @Nullable String accountId, Instant at) {
        Outcome.Changed[] ended = new Outcome.Changed[1];
        consents.change(subjectId, state -> {
            ended[0] = Endings.endAll(state, cause, accountId, at);
            return ended[0];
        });
        outbox.append(ConsentEvents.stopAll(ended[0], stop, accountId, at));
    }
}
