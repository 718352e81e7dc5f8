package covenant.consent.account;

import covenant.consent.account.AccountDecision.Closed;
import covenant.consent.account.AccountDecision.Conflict;
import covenant.consent.account.AccountDecision.Noted;
import covenant.consent.account.AccountDecision.Opened;
import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.grant.ConsentEvents;
import covenant.consent.grant.Endings;
import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentEvent.StopCause;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    private final Alarms alarms;
    private final CovenantClock clock;

    AccountLife(
            AccountStore accounts,
            SubjectStore subjects,
            GrantService consents,
            Outbox outbox,
            Alarms alarms,
            CovenantClock clock) {
        this.accounts = accounts;
        this.subjects = subjects;
        this.consents = consents;
        this.outbox = outbox;
        this.alarms = alarms;
        this.clock = clock;
    }

    AccountDecision opened(String accountId, String subjectId, Instant at) {
        subjects.lock(subjectId);
        return carryOut(
                accountId, subjectId, AccountDecider.open(known(accountId), accountId, subjectId, at, clock.now()));
    }

    AccountDecision closed(String accountId, String subjectId, Instant at) {
        subjects.lock(subjectId);
        return carryOut(
                accountId, subjectId, AccountDecider.close(known(accountId), accountId, subjectId, at, clock.now()));
    }

    AccountDecision reopened(String accountId, String subjectId, Instant at) {
        subjects.lock(subjectId);
        return carryOut(accountId, subjectId, AccountDecider.reopen(known(accountId), accountId, subjectId, at));
    }

    private @Nullable Account known(String accountId) {
        return accounts.find(accountId).orElse(null);
    }

    private AccountDecision carryOut(String accountId, String subjectId, AccountDecision decision) {
        switch (decision) {
            case Opened(Account after) -> {
                accounts.put(after);
                consents.change(subjectId, s -> new Outcome.Changed(s.erased() ? s : s.restricted(false), List.of()));
            }
            case Closed(Account after) -> {
                accounts.put(after);
                if (!subjects.lock(subjectId).restricted() && !accounts.anyOpen(subjectId)) {
                    Instant at = Objects.requireNonNull(after.closedAt());
                    end(subjectId, EndCause.ACCOUNT_CLOSED, StopCause.ACCOUNT_CLOSED, accountId, at);
                }
            }
            case Noted(Account after) -> accounts.put(after);
            case Conflict(AccountDecision.ConflictKind kind) ->
                alarms.raise(Alarm.Code.ACCOUNT_CONFLICT, accountId + "/" + kind, subjectId, clock.now());
        }
        return decision;
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

    /** Use ends now at the latest, also when the closing is dated ahead: what is granted after a reopening then counts. */
    private void end(String subjectId, EndCause cause, StopCause stop, @Nullable String accountId, Instant stated) {
        Instant now = clock.now();
        Instant at = stated.isAfter(now) ? now : stated;
        Outcome.Changed[] ended = new Outcome.Changed[1];
        consents.change(subjectId, state -> {
            ended[0] = Endings.endAll(state, cause, accountId, at);
            return ended[0];
        });
        outbox.append(ConsentEvents.stopAll(ended[0], stop, accountId, at));
    }
}
