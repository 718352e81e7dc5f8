package covenant.retention.erasure;

import covenant.contracts.RetentionEvent.SubjectErased;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderStatus;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.retention.account.AccountBook;
import covenant.retention.anonymisation.Assessments;
import covenant.retention.backup.CaseBackup;
import covenant.retention.backup.CaseBackups;
import covenant.retention.certificate.Certificates;
import covenant.retention.retentioncase.CaseEvents;
import covenant.retention.retentioncase.CaseStore;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.retentioncase.RetentionDecider;
import covenant.retention.retentioncase.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The end of the live data, of the backups, and of the person in every Covenant service. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Ending {
    /** The longest backup age a holder may declare; taken for one that is not in the register any more. */
    private static final Period LONGEST_BACKUP = Period.ofDays(90);

    private final CaseStore cases;
    private final AccountBook accounts;
    private final HolderRegistry holders;
    private final HolderOrders orders;
    private final CaseBackups backups;
    private final SubjectErasures erasures;
    private final Certificates certificates;
    private final Assessments assessments;
    private final BlindIndex blindIndex;
    private final Outbox outbox;
    private final CovenantClock clock;

    Ending(
            CaseStore cases,
            AccountBook accounts,
            HolderRegistry holders,
            HolderOrders orders,
            CaseBackups backups,
            SubjectErasures erasures,
            Certificates certificates,
            Assessments assessments,
            BlindIndex blindIndex,
            Outbox outbox,
            CovenantClock clock) {
        this.cases = cases;
        this.accounts = accounts;
        this.holders = holders;
        this.orders = orders;
        this.backups = backups;
        this.erasures = erasures;
        this.certificates = certificates;
        this.assessments = assessments;
        this.blindIndex = blindIndex;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Part of it is gone; the case waits for the release of a hold, or for the day of the rest. */
    void held(RetentionCase known, List<HolderOrder> placed, Instant now) {
        noteBackups(known, placed);
        RetentionCase held = RetentionDecider.held(known);
        cases.save(held, now);
        outbox.append(CaseEvents.draft(held, EndingEvents.pending(held, placed, backups.ofCase(held.id()), now)));
    }

    /** Nothing is left live. */
    void live(RetentionCase known, List<HolderOrder> placed, Instant now) {
        noteBackups(known, placed);
        RetentionCase live = RetentionDecider.erasedLive(known, now);
        cases.save(live, now);
        boolean waits = backups.ofCase(live.id()).stream().anyMatch(backup -> backup.refreshedAt() == null);
        if (waits) {
            outbox.append(CaseEvents.draft(live, EndingEvents.pending(live, placed, backups.ofCase(live.id()), now)));
        }
        erasePerson(live, now);
        Instant before = known.erasedLiveAt();
        List<HolderOrder> fresh = placed.stream()
                .filter(order -> before == null
                        || order.answeredAt() != null && order.answeredAt().isAfter(before))
                .toList();
        outbox.appendAll(EndingEvents.anonymised(live, fresh, anonymised(fresh), now));
        if (!waits) {
            complete(live, now);
        }
    }

    /** A recipient that was told late has answered: its backups are waited for too, and the certificate names it. */
    void amended(RetentionCase known, List<HolderOrder> placed, Instant now) {
        noteBackups(known, placed);
        boolean waits = backups.ofCase(known.id()).stream().anyMatch(backup -> backup.refreshedAt() == null);
        if (!waits) {
            complete(known, now);
        } else if (known.stage() == Stage.COMPLETED) {
            RetentionCase live = RetentionDecider.erasedLive(known, now);
            cases.save(live, now);
            outbox.append(CaseEvents.draft(live, EndingEvents.pending(live, placed, backups.ofCase(live.id()), now)));
        }
    }

    /** After a holder's backups were refreshed: the case is done when no other holder's are waited for. */
    void backupsSettled(UUID caseId) {
        cases.lock(caseId)
                .filter(known -> known.stage() == Stage.ERASED_LIVE)
                .filter(known -> orders.ofOwner(caseId).stream()
                        .noneMatch(order ->
                                OrderDesk.countsForCase(order) && order.status().isOpen()))
                .filter(known -> backups.ofCase(caseId).stream().allMatch(backup -> backup.refreshedAt() != null))
                .ifPresent(known -> complete(known, clock.now()));
    }

    private void complete(RetentionCase live, Instant now) {
        RetentionCase completed = RetentionDecider.completed(live, now);
        cases.save(completed, now);
        List<HolderOrder> all = orders.ofOwner(live.id());
        String sha256 = certificates.issue(
                completed,
                all,
                backups.ofCase(live.id()),
                anonymised(all),
                erasures.of(live.subjectId()).orElse(null),
                now);
        outbox.append(CaseEvents.draft(completed, EndingEvents.completed(completed, all, sha256, now)));
    }

    private Map<String, UUID> anonymised(List<HolderOrder> all) {
        return assessments.inForce(all.stream()
                .filter(order -> order.outcome() == OrderOutcome.ANONYMISED)
                .flatMap(order -> order.categories().stream())
                .distinct()
                .toList());
    }

    private void noteBackups(RetentionCase known, List<HolderOrder> placed) {
        String pseudonym = blindIndex.pseudonym("suppression", known.subjectId());
        for (HolderOrder order : placed) {
            if (order.status() == OrderStatus.CONFIRMED && order.outcome() != OrderOutcome.NOTHING_HELD) {
                Instant erasedAt = erasedAt(order);
                Period age =
                        holders.find(order.holderId()).map(Holder::backupMaxAge).orElse(LONGEST_BACKUP);
                Instant until = LegalCalendar.retentionDue(erasedAt, age);
                backups.add(
                        new CaseBackup(known.id(), order.holderId(), order.categories(), erasedAt, until, null),
                        pseudonym);
            }
        }
    }

    /** The holder's own time, unless its clock says that it erased before it was told to: then when the answer came. */
    private Instant erasedAt(HolderOrder order) {
        if (order.doneAt() != null && !order.doneAt().isBefore(order.placedAt())) {
            return order.doneAt();
        }
        return order.answeredAt() == null ? clock.now() : order.answeredAt();
    }

    /**
     * Announces once that the person is erased: when no account is open, a case that ends the person is through, and none is
     * left that still has something to erase.
     */
    private void erasePerson(RetentionCase live, Instant now) {
        cases.lockEnding(live.subjectId());
        List<RetentionCase> all = cases.ofSubject(live.subjectId());
        boolean ended = all.stream()
                .anyMatch(c -> c.endsThePerson() && (c.stage() == Stage.ERASED_LIVE || c.stage() == Stage.COMPLETED));
        boolean unfinished = all.stream().anyMatch(Ending::unfinished);
        if (!ended || unfinished || accounts.anyOpen(live.subjectId())) {
            return;
        }
        if (erasures.first(live.subjectId(), live.id(), now)) {
            outbox.append(CaseEvents.draft(
                    live,
                    new SubjectErased(
                            live.subjectId(),
                            live.id(),
                            live.categories(ItemStatus.ERASED),
                            CaseEvents.kept(live),
                            now)));
        }
    }

    private static boolean unfinished(RetentionCase other) {
        return switch (other.stage()) {
            case ORDERED, NOTICE, LAST -> true;
            case WAITING, ERASED_LIVE, COMPLETED -> other.has(ItemStatus.SCHEDULED) || other.has(ItemStatus.HELD);
            case CANCELLED -> false;
        };
    }
}
