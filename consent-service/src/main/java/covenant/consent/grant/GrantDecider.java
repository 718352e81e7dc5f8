package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.grant.ConsentChange.Declined;
import covenant.consent.grant.ConsentChange.Granted;
import covenant.consent.grant.ConsentChange.Superseded;
import covenant.consent.grant.GrantItem.Answer;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.problem.Refusal;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides about grants and refusals: {@code (state, command, now) -> changes | refusal}, all items or none. */
final class GrantDecider {
    private final GrantCommand command;
    private final Instant now;
    private final List<ConsentChange> changes = new ArrayList<>();
    private SubjectState state;

    private GrantDecider(SubjectState state, GrantCommand command, Instant now) {
        this.state = state;
        this.command = command;
        this.now = now;
    }

    static Outcome decide(SubjectState state, GrantCommand command, Instant now) {
        Optional<Refusal> refusal =
                GrantRules.evidence(state, command, now).or(() -> GrantRules.items(state, command, now));
        return refusal.isPresent() ? new Outcome.Refused(refusal.get()) : new GrantDecider(state, command, now).apply();
    }

    private Outcome apply() {
        for (GrantItem item : command.items()) {
            if (item.answer() == Answer.GRANT) {
                grant(item);
            } else {
                decline(item);
            }
        }
        return new Outcome.Changed(state, List.copyOf(changes));
    }

    private void grant(GrantItem item) {
        ConsentRecord record = record(item, ConsentStatus.GRANTED);
        LiveConsent fresh = record.live();
        Optional<Instant> laterNo = WordOrder.noAfter(fresh, state, command.catalogue());
        if (laterNo.isPresent()) {
            arrivedAfterItsWithdrawal(record, laterNo.get());
            return;
        }
        Optional<LiveConsent> successor = WordOrder.successor(fresh, state, now);
        if (successor.isPresent()) {
            arrivedAfterItsSuccessor(record, successor.get());
            return;
        }
        List<LiveConsent> older = WordOrder.predecessors(fresh, state, now).toList();
        changes.add(
                new Granted(record, older.isEmpty() ? null : older.getFirst().id()));
        older.forEach(c -> changes.add(new Superseded(c, record.id(), fresh.policyVersion(), now)));
        state = state.without(older).with(fresh).withoutLastWord(item.place());
        refusePartsOf(fresh);
        accept(fresh);
    }

    /** What was refused of it before it arrived, and after it was said, is taken back at once. */
    private void refusePartsOf(LiveConsent whole) {
        command.catalogue().purposes().stream()
                .filter(part -> whole.purpose().equals(part.parent()))
                .map(Purpose::code)
                .forEach(part -> Optional.ofNullable(state.marks().saidNo().get(part))
                        .filter(no -> no.isAfter(whole.acceptedAt()))
                        .ifPresent(no -> take(Withdrawals.refuse(state, command.catalogue(), part, no, now))));
    }

    private void take(Outcome.Changed more) {
        changes.addAll(more.changes());
        state = more.next();
    }

    /** The evidence is kept, the version is accepted, the state stays what the person said last (AC-15). */
    private void arrivedAfterItsWithdrawal(ConsentRecord record, Instant no) {
        accept(record.live());
        changes.add(new Granted(record, null));
        changes.add(new ConsentChange.Withdrawn(
                record.live(),
                record.purpose(),
                true,
                record.categories(),
                Remaining.of(state, command.catalogue(), record.purpose(), record.categories(), now),
                WithdrawalCause.WITHDRAWAL,
                no));
    }

    /** As if both had come in the order in which they were given. */
    private void arrivedAfterItsSuccessor(ConsentRecord record, LiveConsent successor) {
        changes.add(new Granted(record, null));
        changes.add(new Superseded(record.live(), successor.id(), successor.policyVersion(), now));
    }

    /** A refusal of what was granted before it is a withdrawal; what was granted after it goes on. */
    private void decline(GrantItem item) {
        Instant at = command.evidence().acceptedAt();
        Outcome.Changed withdrawn = Withdrawals.refuse(state, command.catalogue(), item.purpose(), at, now);
        if (!withdrawn.changes().isEmpty()) {
            take(withdrawn);
            return;
        }
        ConsentRecord record = record(item, ConsentStatus.DECLINED);
        boolean optional = !command.catalogue()
                .purpose(item.purpose())
                .map(Purpose::mandatory)
                .orElse(false);
        changes.add(new Declined(record, optional ? at.plus(command.cooldown()) : null));
        state = heardLater(item.purpose(), at)
                ? state.saidNo(item.purpose(), at)
                : state.withLastWord(
                        item.purpose(),
                        new LastWord(
                                ConsentStatus.DECLINED,
                                at,
                                record.id(),
                                command.policy().number()));
    }

    /** Something was granted or refused after it, and arrived before it. */
    private boolean heardLater(String purpose, Instant at) {
        boolean granted = Coverage.withParts(state, command.catalogue(), purpose)
                .findAny()
                .isPresent();
        return granted
                || state.lastWord(purpose)
                        .map(w -> w.expired() == null ? w.at() : w.expired().acceptedAt())
                        .filter(later -> later.isAfter(at))
                        .isPresent();
    }

    private void accept(LiveConsent consent) {
        Integer pending = state.marks().noticePending();
        if (pending != null && pending <= consent.policyVersion()) {
            state = state.marks(state.marks().noticePending(null));
        }
        Integer accepted = state.acceptedVersion();
        boolean newer = accepted == null || accepted < consent.policyVersion();
        if (newer && (accepted == null || !consent.waiting(now))) {
            state = state.accepted(consent.policyVersion());
        }
    }

    private ConsentRecord record(GrantItem item, ConsentStatus status) {
        Evidence evidence = command.evidence();
        Instant effectiveAt = command.policy().effectiveAt();
        Instant bindsFrom = effectiveAt != null && effectiveAt.isAfter(now) ? effectiveAt : evidence.acceptedAt();
        return new ConsentRecord(
                command.ids().get(),
                command.subjectId(),
                item.purpose(),
                status,
                categories(command.catalogue(), item),
                item.separate(),
                item.recipient(),
                evidence,
                now,
                bindsFrom,
                item.necessityShown(),
                item.until(),
                item.until() == null ? null : LegalCalendar.endOfDay(item.until()),
                item.guardian() == null ? null : item.guardian().guardianId(),
                item.guardian() == null ? null : item.guardian().evidence(),
                EvidenceHash.of(command.subjectId(), evidence, item),
                null,
                null,
                null,
                null,
                item.source());
    }

    /** What was named, or everything enabled that the purpose may use. */
    static List<String> categories(Catalogue catalogue, GrantItem item) {
        if (!item.categories().isEmpty()) {
            return item.categories();
        }
        return catalogue.purpose(item.purpose()).stream()
                .flatMap(p -> catalogue.categoriesOf(p).stream())
                .filter(c -> c.state() == Category.State.ON)
                .filter(c -> !item.separate() || catalogue.needsSeparateConsent(use(catalogue, item, c), c))
                .map(Category::name)
                .toList();
    }

    private static Purpose use(Catalogue catalogue, GrantItem item, Category category) {
        return catalogue
                .purpose(item.purpose())
                .flatMap(p -> catalogue.use(p, category))
                .orElseThrow();
    }
}
