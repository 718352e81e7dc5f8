package covenant.consent.sharing;

import covenant.consent.assessment.Assessments;
import covenant.consent.catalogue.Catalogue;
import covenant.consent.holder.Holder;
import covenant.consent.holder.HolderStore;
import covenant.consent.policy.Policies;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.PersonalDataShared;
import covenant.contracts.SharingEvent.PublicDisclosureApproved;
import covenant.contracts.SharingEvent.PublicDisclosureRefused;
import covenant.contracts.SharingEvent.SharingRefused;
import covenant.contracts.SharingEvent.TransferRecorded;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Objects;
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
    private final Ledger ledger;
    private final Outbox outbox;
    private final CovenantClock clock;

    SharingService(
            SubjectStore subjects,
            HolderStore holders,
            Policies policies,
            Assessments assessments,
            Ledger ledger,
            Outbox outbox,
            CovenantClock clock) {
        this.subjects = subjects;
        this.holders = holders;
        this.policies = policies;
        this.assessments = assessments;
        this.ledger = ledger;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What would be decided now; changes nothing. */
    SharingVerdict decide(SharingCommand command) {
        if (!policies.knowsPurpose(command.purpose())) {
            throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose.");
        }
        if (!command.categories().stream().allMatch(policies::knowsCategory)) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category.");
        }
        if (command.echoOf() != null && !ledger.permitted(command.echoOf(), command.subjectId())) {
            throw new RefusedException(
                    ProblemCode.SHARING_NOT_PERMITTED, "No disclosure of this person was permitted under that id.");
        }
        SubjectState state = subjects.find(command.subjectId());
        Catalogue catalogue = Optional.ofNullable(state.acceptedVersion())
                .flatMap(policies::catalogueOf)
                .filter(c -> c.purpose(command.purpose()).isPresent())
                .orElseGet(policies::catalogueInForce);
        Instant now = clock.now();
        return SharingDecider.decide(
                command,
                new SharingFacts(
                        state,
                        catalogue,
                        recipient(command),
                        assessments.cover(command.purpose(), command.categories()),
                        LegalCalendar.dayOf(now)),
                now);
    }

    /** Writes the permitted disclosure down and gives its id, which the sender echoes. */
    UUID record(
            SharingCommand command,
            SharingVerdict.Permitted permitted,
            String decidedBy,
            @Nullable String secondPerson) {
        Instant now = clock.now();
        UUID id = Ids.next(now);
        UUID consentId =
                permitted.consent() == null ? null : permitted.consent().id();
        Optional<Holder> recipient = recipient(command);
        ledger.write(new Ledger.Entry(
                id,
                command,
                recipient.map(h -> h.entry().kind().name()).orElse(null),
                permitted.categories(),
                consentId,
                decidedBy,
                secondPerson,
                null,
                now));
        SharingCommand cut = command.cutTo(permitted.categories());
        outbox.append(EventDraft.about(
                command.subjectId(),
                id.toString(),
                event(cut, id, recipient.map(h -> h.entry().kind()).orElse(HolderEntry.Kind.PARTNER), consentId, now)));
        return id;
    }

    /** A refusal is history too (R-3.3-3). */
    void refused(SharingCommand command, ProblemCode code, String decidedBy) {
        Instant now = clock.now();
        UUID id = Ids.next(now);
        ledger.write(
                new Ledger.Entry(id, command, null, command.categories(), null, decidedBy, null, code.name(), now));
        SharingEvent event = command.kind() == Kind.PUBLICATION
                ? new PublicDisclosureRefused(
                        id, command.recipient(), command.ground(), command.categories(), code.name(), now)
                : new SharingRefused(
                        command.kind(),
                        command.recipient(),
                        command.ground(),
                        command.purpose(),
                        command.categories(),
                        code.name(),
                        now);
        outbox.append(EventDraft.about(command.subjectId(), id.toString(), event));
    }

    private Optional<Holder> recipient(SharingCommand command) {
        return command.kind() == Kind.PUBLICATION ? Optional.empty() : holders.find(command.recipient());
    }

    private static SharingEvent event(
            SharingCommand c, UUID id, HolderEntry.Kind recipientKind, @Nullable UUID consentId, Instant now) {
        SharingEvent.Ground ground = Objects.requireNonNull(c.ground());
        return switch (c.kind()) {
            case SHARE ->
                new PersonalDataShared(
                        id,
                        c.recipient(),
                        recipientKind,
                        ground,
                        c.purpose(),
                        c.categories(),
                        c.protection(),
                        c.evidence().reference(),
                        c.method(),
                        c.recipientRetention(),
                        consentId,
                        c.evidence().number(),
                        c.echoOf(),
                        c.evidence().mustStaySecret(),
                        now);
            case TRANSFER ->
                new TransferRecorded(
                        id,
                        c.recipient(),
                        ground,
                        c.purpose(),
                        c.categories(),
                        c.evidence().number(),
                        c.evidence().noticeId(),
                        now);
            case PUBLICATION ->
                new PublicDisclosureApproved(
                        id,
                        c.recipient(),
                        ground,
                        c.purpose(),
                        c.categories(),
                        c.evidence().number(),
                        c.evidence().mustStaySecret(),
                        now);
        };
    }
}
