package covenant.consent.holder;

import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.policy.Policies;
import covenant.contracts.HolderEntry;
import covenant.contracts.HolderEntry.Status;
import covenant.contracts.HolderEvent.HolderChanged;
import covenant.contracts.HolderEvent.HolderRegistered;
import covenant.contracts.HolderEvent.HolderSuspended;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Registers, changes and suspends holders; the compacted topic always holds the whole entry. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class HolderService {
    private final HolderStore store;
    private final Policies policies;
    private final Alarms alarms;
    private final Outbox outbox;
    private final CovenantClock clock;

    HolderService(HolderStore store, Policies policies, Alarms alarms, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.policies = policies;
        this.alarms = alarms;
        this.outbox = outbox;
        this.clock = clock;
    }

    record Put(Holder holder, boolean created) {}

    private HolderEntry checked(String id, HolderRequest request, Optional<Holder> before) {
        HolderEntry entry =
                request.entry(id, before.map(h -> h.entry().status()).orElse(Status.ACTIVE));
        HolderRules.check(entry, policies.catalogueInForce(), LegalCalendar.dayOf(clock.now()))
                .ifPresent(r -> {
                    throw r.asException();
                });
        if (request.crossBorder() != null
                && Boolean.FALSE.equals(request.crossBorder().separateConsent())) {
            throw new RefusedException(
                    ProblemCode.CROSS_BORDER_NOT_ALLOWED,
                    "Persons consent to storage abroad separately (PIPL art. 39).");
        }
        return entry;
    }

    /** @throws RefusedException 409 for the entries of the Covenant services: they stand for themselves */
    Put put(String id, HolderRequest request) {
        if (CovenantHolders.isOne(id)) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "This is a Covenant service; it registers itself.");
        }
        Instant now = clock.now();
        Optional<Holder> before = store.lock(id);
        HolderEntry entry = checked(id, request, before);
        if (before.isEmpty()) {
            Holder holder = new Holder(entry, request.contact(), null, null);
            store.save(holder, now);
            outbox.append(EventDraft.of(id, new HolderRegistered(entry)));
            return new Put(holder, true);
        }
        return new Put(change(before.get(), entry, request.contact(), now), false);
    }

    private Holder change(Holder before, HolderEntry entry, String contact, Instant now) {
        List<String> changed = changed(before.entry(), entry);
        boolean newPurpose = !before.entry().purposes().containsAll(entry.purposes());
        boolean suspends = newPurpose && entry.kind() == HolderEntry.Kind.AFFILIATE && !before.suspended();
        HolderEntry next = suspends ? withStatus(entry, Status.SUSPENDED) : entry;
        Holder holder = new Holder(
                next,
                contact,
                suspends ? "change of purpose" : before.suspendedFor(),
                newPurpose && entry.kind() == HolderEntry.Kind.AFFILIATE ? now : before.freshConsentFrom());
        if (changed.isEmpty() && contact.equals(before.contact())) {
            return holder;
        }
        store.save(holder, now);
        String id = entry.holderId();
        if (before.entry().agreement() != null && changed.contains("agreement")) {
            alarms.settled(Alarm.Code.AGREEMENT_EXPIRES, expiry(before.entry()), "agreement changed", now);
        }
        if (!changed.isEmpty()) {
            outbox.append(EventDraft.of(
                    id, new HolderChanged(withStatus(next, before.entry().status()), changed)));
        }
        if (suspends) {
            outbox.append(EventDraft.of(id, new HolderSuspended(id, "change of purpose", now, next)));
        }
        return holder;
    }

    Holder find(String id) {
        return store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such holder."));
    }

    /** Suspending twice changes nothing. */
    Holder suspend(String id, String reason) {
        Holder holder = require(id);
        if (holder.suspended()) {
            return holder;
        }
        Instant now = clock.now();
        HolderEntry entry = withStatus(holder.entry(), Status.SUSPENDED);
        Holder suspended = new Holder(entry, holder.contact(), reason, holder.freshConsentFrom());
        store.save(suspended, now);
        outbox.append(EventDraft.of(id, new HolderSuspended(id, reason, now, entry)));
        return suspended;
    }

    /** Looks again: the agreement may have been renewed since. */
    void suspendExpired(String id, LocalDate today) {
        store.lock(id)
                .filter(h -> h.entry().agreement() != null
                        && h.entry().agreement().validUntil().isBefore(today))
                .ifPresent(h -> suspend(id, "agreement expired"));
    }

    /** 30 days before (R-3.1.4-1): once per agreement, told on the topic too, so that the audit log has it. */
    void warn(Holder holder) {
        HolderEntry entry = holder.entry();
        if (alarms.raise(Alarm.Code.AGREEMENT_EXPIRES, expiry(entry), null, clock.now())) {
            outbox.append(EventDraft.of(entry.holderId(), new HolderChanged(entry, List.of("agreement.expiring"))));
        }
    }

    private static String expiry(HolderEntry entry) {
        HolderEntry.Agreement agreement = Objects.requireNonNull(entry.agreement());
        return entry.holderId() + "/" + agreement.validUntil();
    }

    Holder lift(String id) {
        Holder holder = require(id);
        if (!holder.suspended()) {
            return holder;
        }
        if (!holder.agreementInForce(LegalCalendar.dayOf(clock.now()))
                && holder.entry().agreement() != null) {
            throw new RefusedException(
                    ProblemCode.RECIPIENT_AGREEMENT_MISSING, "The agreement has run out; renew it first.");
        }
        HolderEntry entry = withStatus(holder.entry(), Status.ACTIVE);
        Holder active = new Holder(entry, holder.contact(), null, holder.freshConsentFrom());
        store.save(active, clock.now());
        outbox.append(EventDraft.of(id, new HolderChanged(entry, List.of("status"))));
        return active;
    }

    private Holder require(String id) {
        return store.lock(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such holder."));
    }

    static HolderEntry withStatus(HolderEntry e, Status status) {
        return new HolderEntry(
                e.holderId(),
                e.kind(),
                e.subKind(),
                e.name(),
                e.categories(),
                e.purposes(),
                e.country(),
                e.transport(),
                e.url(),
                e.backupMaxAge(),
                status,
                e.agreement(),
                e.main(),
                e.crossBorder());
    }

    private static List<String> changed(HolderEntry was, HolderEntry now) {
        List<String> names = new ArrayList<>();
        different(names, "kind", was.kind(), now.kind());
        different(names, "subKind", was.subKind(), now.subKind());
        different(names, "name", was.name(), now.name());
        different(names, "categories", was.categories(), now.categories());
        different(names, "purposes", was.purposes(), now.purposes());
        different(names, "country", was.country(), now.country());
        different(names, "transport", was.transport(), now.transport());
        different(names, "url", was.url(), now.url());
        different(names, "backupMaxAge", was.backupMaxAge(), now.backupMaxAge());
        different(names, "agreement", was.agreement(), now.agreement());
        different(names, "main", was.main(), now.main());
        different(names, "crossBorder", was.crossBorder(), now.crossBorder());
        return names;
    }

    private static void different(
            List<String> names,
            String name,
            @org.jspecify.annotations.Nullable Object was,
            @org.jspecify.annotations.Nullable Object now) {
        if (!Objects.equals(was, now)) {
            names.add(name);
        }
    }
}
