package covenant.consent.sharing;

import covenant.consent.assessment.Assessments;
import covenant.consent.catalogue.Catalogue;
import covenant.consent.holder.Holder;
import covenant.consent.holder.HolderStore;
import covenant.consent.notice.SentNotices;
import covenant.consent.policy.Policies;
import covenant.consent.publication.Publications;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.SharingEvent.Kind;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Load, decide, write the ledger and the event in one transaction: the line stands before the data leaves (R-3.1.1-2). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class SharingService {
    private final SubjectStore subjects;
    private final HolderStore holders;
    private final Policies policies;
    private final Assessments assessments;
    private final SharingBars bars;
    private final Ledger ledger;
    private final Publications publications;
    private final SentNotices notices;
    private final Outbox outbox;
    private final CovenantClock clock;

    SharingService(
            SubjectStore subjects,
            HolderStore holders,
            Policies policies,
            Assessments assessments,
            SharingBars bars,
            Ledger ledger,
            Publications publications,
            SentNotices notices,
            Outbox outbox,
            CovenantClock clock) {
        this.subjects = subjects;
        this.holders = holders;
        this.policies = policies;
        this.assessments = assessments;
        this.bars = bars;
        this.ledger = ledger;
        this.publications = publications;
        this.notices = notices;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What would be decided now; changes nothing. The other person of a complaint is protected alike (R-1.2.4-3). */
    SharingVerdict decide(SharingCommand command) {
        SharingVerdict verdict = decideFor(command);
        return command.counterpart() == null || verdict instanceof SharingVerdict.Refused
                ? verdict
                : switch (decideFor(command.about(command.counterpart()))) {
                    case SharingVerdict.Refused refused -> refused;
                    case SharingVerdict.Permitted permitted -> verdict;
                };
    }

    private SharingVerdict decideFor(SharingCommand asked) {
        requireKnown(asked);
        SharingCommand command = verified(asked);
        SubjectState state = subjects.find(command.subjectId());
        Catalogue catalogue = Optional.ofNullable(state.acceptedVersion())
                .flatMap(policies::catalogueOf)
                .filter(c -> c.purpose(command.purpose()).isPresent())
                .orElseGet(policies::catalogueInForce);
        Instant now = clock.now();
        Optional<Holder> recipient = recipient(command);
        return SharingDecider.decide(
                command,
                new SharingFacts(
                        state,
                        catalogue,
                        recipient,
                        assessments.cover(command.purpose(), command.categories()),
                        LegalCalendar.dayOf(now),
                        bars.of(command, recipient, now)),
                now);
    }

    /** Whether the person was told: our own knowledge where the notice is one of ours, else what the asker shows. */
    private SharingCommand verified(SharingCommand asked) {
        UUID notice = asked.evidence().noticeId();
        return notice == null
                ? asked
                : notices.of(notice, asked.subjectId())
                        .map(known -> asked.with(asked.evidence().toldAt(known.deliveredAt())))
                        .orElse(asked);
    }

    void requireKnown(SharingCommand command) {
        if (!policies.knowsPurpose(command.purpose())) {
            throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
        }
        if (!command.categories().stream().allMatch(policies::knowsCategory)) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category.");
        }
    }

    /** Writes the permitted disclosure down and gives its id, which the sender echoes. */
    UUID record(
            SharingCommand command,
            SharingVerdict.Permitted permitted,
            String decidedBy,
            @Nullable String secondPerson) {
        Ledger.Entry entry = entry(
                command,
                permitted.categories(),
                Optional.ofNullable(permitted.consent()).map(LiveConsent::id).orElse(null),
                decidedBy,
                secondPerson,
                null);
        ledger.write(entry);
        if (command.kind() == Kind.PUBLICATION) {
            publications.approved(
                    entry.id(),
                    command.subjectId(),
                    command.recipient(),
                    entry.categories(),
                    entry.consentId(),
                    entry.decidedAt());
        }
        outbox.appendAll(SharingEvents.permitted(entry, governing(command)));
        return entry.id();
    }

    /** The same for a confirmation: it rests on what the disclosure that it echoes rested on. */
    UUID recordEcho(SharingCommand command, Ledger.Disclosure original, String confirmedBy) {
        Ledger.Entry entry = entry(command, command.categories(), original.consentId(), confirmedBy, null, null);
        ledger.write(entry);
        ledger.confirmed(original.disclosureId(), entry.decidedAt());
        outbox.appendAll(SharingEvents.permitted(entry, governing(command)));
        return entry.id();
    }

    /** A refusal is history too (R-3.3-3). */
    UUID refused(SharingCommand command, String code, String decidedBy) {
        Ledger.Entry entry = entry(command, command.categories(), null, decidedBy, null, code);
        ledger.write(entry);
        outbox.appendAll(SharingEvents.refused(entry, governing(command)));
        return entry.id();
    }

    private Ledger.Entry entry(
            SharingCommand command,
            List<String> categories,
            @Nullable UUID consentId,
            String decidedBy,
            @Nullable String secondPerson,
            @Nullable String code) {
        Instant now = clock.now();
        return new Ledger.Entry(
                Ids.next(now),
                verified(command),
                recipient(command).map(h -> h.entry().kind().name()).orElse(null),
                categories,
                consentId,
                decidedBy,
                secondPerson,
                code,
                now);
    }

    /** The policy version under which the person is treated. */
    private String governing(SharingCommand command) {
        Integer accepted = subjects.find(command.subjectId()).acceptedVersion();
        return accepted == null ? policies.inForce().version() : accepted.toString();
    }

    private Optional<Holder> recipient(SharingCommand command) {
        return command.kind() == Kind.PUBLICATION ? Optional.empty() : holders.find(command.recipient());
    }
}
