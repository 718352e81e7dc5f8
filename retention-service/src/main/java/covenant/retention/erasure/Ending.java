package covenant.retention.erasure;

import covenant.contracts.RetentionEvent.BackupErasurePending;
import covenant.contracts.RetentionEvent.ErasureCompleted;
import covenant.contracts.RetentionEvent.HolderResult;
import covenant.contracts.RetentionEvent.HolderStatus;
import covenant.contracts.RetentionEvent.PendingBackup;
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
        this.blindIndex = blindIndex;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Everything but what a hold keeps is gone; the case waits for the hold. */
    void held(RetentionCase known, List<HolderOrder> placed, Instant now) {
        noteBackups(known, placed);
        RetentionCase held = RetentionDecider.held(known);
        cases.save(held, now);
        outbox.append(CaseEvents.draft(held, pending(held, placed, now)));
    }

    /** Nothing is left live. */
    void live(RetentionCase known, List<HolderOrder> placed, Instant now) {
        noteBackups(known, placed);
        RetentionCase live = RetentionDecider.erasedLive(known, now);
        cases.save(live, now);
        boolean waits = backups.ofCase(live.id()).stream().anyMatch(backup -> backup.refreshedAt() == null);
        if (waits) {
            outbox.append(CaseEvents.draft(live, pending(live, placed, now)));
        }
        erasePerson(live, now);
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
            outbox.append(CaseEvents.draft(live, pending(live, placed, now)));
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
        String sha256 = certificates.issue(completed, all, backups.ofCase(live.id()), now);
        outbox.append(CaseEvents.draft(
                completed,
                new ErasureCompleted(
                        completed.id(),
                        completed.accountId(),
                        completed.cause(),
                        completed.requestId(),
                        completed.categories(ItemStatus.ERASED),
                        CaseEvents.kept(completed),
                        results(all),
                        sha256,
                        now)));
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
            case WAITING -> other.has(ItemStatus.SCHEDULED) || other.has(ItemStatus.HELD);
            case ERASED_LIVE, COMPLETED, CANCELLED -> false;
        };
    }

    private BackupErasurePending pending(RetentionCase of, List<HolderOrder> placed, Instant now) {
        return new BackupErasurePending(
                of.id(),
                of.accountId(),
                of.cause(),
                of.requestId(),
                of.categories(ItemStatus.ERASED),
                CaseEvents.kept(of),
                results(placed),
                backups.ofCase(of.id()).stream()
                        .filter(backup -> backup.refreshedAt() == null)
                        .map(backup -> new PendingBackup(backup.holderId(), backup.until()))
                        .toList(),
                now);
    }

    private static List<HolderResult> results(List<HolderOrder> orders) {
        return orders.stream()
                .filter(order -> OrderDesk.countsForCase(order) && order.status() != OrderStatus.CANCELLED)
                .map(order -> new HolderResult(
                        order.holderId(),
                        order.holderKind() == null ? covenant.contracts.HolderEntry.Kind.PARTNER : order.holderKind(),
                        HolderStatus.valueOf(order.status().name()),
                        order.categories()))
                .toList();
    }
}
