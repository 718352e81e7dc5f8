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
import java.util.Objects;
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
        Optional<LastWord> laterWord = state.lastWord(item.place())
                .filter(w -> w.status() == ConsentStatus.WITHDRAWN || w.status() == ConsentStatus.DECLINED)
                .filter(w -> w.at().isAfter(record.evidence().acceptedAt()));
        if (laterWord.isPresent()) {
            arrivedAfterItsWithdrawal(record, laterWord.get());
            return;
        }
        List<LiveConsent> older = record.live().waiting(now) ? List.of() : supersededBy(record.live());
        changes.add(
                new Granted(record, older.isEmpty() ? null : older.getFirst().id()));
        older.forEach(
                c -> changes.add(new Superseded(c, record.id(), record.live().policyVersion(), now)));
        state = state.without(older::contains).with(record.live()).withoutLastWord(item.place());
        accept(record.live());
    }

    /** The evidence is kept, the state stays what the person said last (AC-15). */
    private void arrivedAfterItsWithdrawal(ConsentRecord record, LastWord word) {
        changes.add(new Granted(record, null));
        changes.add(new ConsentChange.Withdrawn(
                record.live(),
                record.purpose(),
                true,
                record.categories(),
                Remaining.of(state, command.catalogue(), record.purpose(), record.categories(), now),
                WithdrawalCause.WITHDRAWAL,
                word.at()));
    }

    /** A refusal of what was granted is a withdrawal; one that is older than the grant changes nothing that holds now. */
    private void decline(GrantItem item) {
        boolean granted = Coverage.withParts(state, command.catalogue(), item.purpose())
                .anyMatch(c -> !c.acceptedAt().isAfter(command.evidence().acceptedAt()));
        if (granted) {
            Outcome.Changed withdrawn = Withdrawals.withdraw(
                    state, command.catalogue(), List.of(item.purpose()), WithdrawalCause.WITHDRAWAL, now);
            changes.addAll(withdrawn.changes());
            state = withdrawn.next();
            return;
        }
        ConsentRecord record = record(item, ConsentStatus.DECLINED);
        boolean optional = !command.catalogue()
                .purpose(item.purpose())
                .map(Purpose::mandatory)
                .orElse(false);
        Instant at = command.evidence().acceptedAt();
        changes.add(new Declined(record, optional ? at.plus(command.cooldown()) : null));
        boolean stillGranted = Coverage.withParts(state, command.catalogue(), item.purpose())
                .findAny()
                .isPresent();
        if (!stillGranted) {
            state = state.withLastWord(
                    item.purpose(),
                    new LastWord(
                            ConsentStatus.DECLINED,
                            at,
                            record.id(),
                            command.policy().number()));
        }
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

    /**
     * An ordinary consent takes the place of the ordinary one for the same purpose; a separate one of those whose categories it
     * covers, or that it touches under a newer version (R-GAP-8).
     */
    private List<LiveConsent> supersededBy(LiveConsent fresh) {
        return state.consents().stream().filter(old -> supersedes(fresh, old)).toList();
    }

    static boolean supersedes(LiveConsent fresh, LiveConsent old) {
        boolean samePlace = old.purpose().equals(fresh.purpose())
                && old.separate() == fresh.separate()
                && Objects.equals(old.recipient(), fresh.recipient())
                && Objects.equals(old.source(), fresh.source());
        boolean touches = old.categories().stream().anyMatch(fresh.categories()::contains);
        return samePlace
                && (!fresh.separate()
                        || fresh.categories().containsAll(old.categories())
                        || (touches && old.policyVersion() < fresh.policyVersion()));
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
