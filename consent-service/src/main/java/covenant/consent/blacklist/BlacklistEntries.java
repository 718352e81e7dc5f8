package covenant.consent.blacklist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.alarm.Alarm;
import covenant.consent.alarm.Alarms;
import covenant.consent.blacklist.BlacklistEntry.Outcome;
import covenant.consent.blacklist.BlacklistEntry.Status;
import covenant.consent.blacklist.BlacklistRules.Dates;
import covenant.consent.blacklist.BlacklistStore.Stored;
import covenant.consent.erasure.SubjectForgotten;
import covenant.consent.subject.SubjectStore;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records, disputes, decides and forgets entries (R-3.1.6-2). What an entry says is encrypted under the person's key and goes when the
 * entry ends; on erasure of the person the row stays only where a law keeps it, and says nothing any more (R-3.1.6-3).
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class BlacklistEntries {
    /** Its category, with a retention rule of its own. */
    public static final String CATEGORY = "financial.overdue";

    private static final String FIELD = "blacklist_entry.details";
    private static final String REASON = "blacklist_entry.dispute_reason";

    private final BlacklistStore store;
    private final SubjectStore subjects;
    private final FieldCipher cipher;
    private final Alarms alarms;
    private final ObjectMapper json;
    private final CovenantClock clock;

    BlacklistEntries(
            BlacklistStore store,
            SubjectStore subjects,
            FieldCipher cipher,
            Alarms alarms,
            ObjectMapper json,
            CovenantClock clock) {
        this.store = store;
        this.subjects = subjects;
        this.cipher = cipher;
        this.alarms = alarms;
        this.json = json;
        this.clock = clock;
    }

    /** How a person stands: sharing asks (R-3.1.6-2). */
    public enum Standing {
        NONE,
        IN_FORCE,
        DISPUTED,
        ENDED
    }

    @Transactional(Transactional.TxType.SUPPORTS)
    public Standing standing(String subjectId, LocalDate today) {
        Set<Status> all = store.of(subjectId).stream().map(e -> e.status(today)).collect(Collectors.toSet());
        if (all.contains(Status.DISPUTED)) {
            return Standing.DISPUTED;
        }
        if (all.contains(Status.IN_FORCE)) {
            return Standing.IN_FORCE;
        }
        return all.isEmpty() ? Standing.NONE : Standing.ENDED;
    }

    Stored record(String subjectId, BlacklistRequest request, String by) {
        LocalDate today = today();
        Dates asked = request.dates();
        BlacklistDetails details = request.details();
        BlacklistRules.check(asked, today).ifPresent(r -> {
            throw r.asException();
        });
        if (subjects.lock(subjectId).erased()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Nothing is recorded of a person who was erased.");
        }
        Dates dates = BlacklistRules.complete(asked, today);
        Instant now = clock.now();
        BlacklistEntry entry = new BlacklistEntry(
                Ids.next(now),
                subjectId,
                dates.startedOn(),
                dates.defaultEndedOn(),
                java.util.Objects.requireNonNull(dates.reviewOn()),
                java.util.Objects.requireNonNull(dates.endsOn()),
                request.law(),
                request.article(),
                by,
                now,
                null,
                null,
                null);
        store.insert(entry, cipher.encrypt(subjectId, FIELD, write(details)));
        return require(entry.id());
    }

    /** Twice is once while nobody has decided; a decided entry can be disputed again. */
    Stored dispute(UUID id, @Nullable String reason) {
        BlacklistEntry entry = inForce(id);
        if (!entry.disputed()) {
            Instant now = clock.now();
            store.disputed(
                    id,
                    now,
                    BlacklistRules.disputeDue(now),
                    reason == null ? null : cipher.encrypt(entry.subjectId(), REASON, reason));
        }
        return require(id);
    }

    Stored decide(UUID id, Outcome outcome, String by) {
        BlacklistEntry entry = inForce(id);
        if (!entry.disputed()) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The entry is not disputed.");
        }
        if (entry.recordedBy().equals(by)) {
            throw new RefusedException(
                    ProblemCode.FOUR_EYES_REQUIRED, "Who recorded the entry does not decide its dispute.");
        }
        Instant now = clock.now();
        store.decided(id, outcome, by, now);
        alarms.settled(Alarm.Code.DISPUTE_OVERDUE, entry.disputeReference(), by, now);
        if (outcome == Outcome.REMOVED) {
            store.remove(id, "dispute", now);
        }
        return require(id);
    }

    /** The default is over: the five years begin. */
    Stored defaultEnded(UUID id, LocalDate endedOn) {
        BlacklistEntry entry = inForce(id);
        LocalDate today = today();
        BlacklistRules.check(new Dates(entry.startedOn(), endedOn, null, null), today)
                .ifPresent(r -> {
                    throw r.asException();
                });
        LocalDate latest = BlacklistRules.latestEnd(endedOn, today);
        LocalDate ends = entry.endsOn().isBefore(latest) ? entry.endsOn() : latest;
        store.defaultEnded(id, endedOn, ends, entry.reviewOn().isAfter(ends) ? ends : entry.reviewOn());
        return require(id);
    }

    Stored require(UUID id) {
        return store.lock(id).orElseThrow(BlacklistEntries::unknown);
    }

    private BlacklistEntry inForce(UUID id) {
        BlacklistEntry entry = require(id).entry();
        Status status = entry.status(today());
        if (status == Status.ENDED || status == Status.REMOVED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The entry is over.");
        }
        return entry;
    }

    static RefusedException unknown() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such entry.");
    }

    /** The last day is over: nothing of it is told any more. */
    void end(UUID id) {
        if (require(id).entry().endsOn().isBefore(today())) {
            store.remove(id, "ended", clock.now());
        }
    }

    void late(UUID id) {
        BlacklistEntry entry = require(id).entry();
        if (entry.disputed()) {
            alarms.raise(Alarm.Code.DISPUTE_OVERDUE, entry.disputeReference(), entry.subjectId(), clock.now());
        }
    }

    /** The retention service orders it when the category's own rule is over; returns how many went. */
    public long erase(String subjectId) {
        List<BlacklistEntry> live =
                store.of(subjectId).stream().filter(e -> e.removedAt() == null).toList();
        live.forEach(e -> store.remove(e.id(), "erasure ordered", clock.now()));
        return live.size();
    }

    void forget(@Observes SubjectForgotten person) {
        store.of(person.subjectId()).stream()
                .filter(e -> e.removedAt() == null && !e.keptByLaw())
                .forEach(e -> store.remove(e.id(), "person erased", person.at()));
        store.forget(person.subjectId(), person.pseudonym());
    }

    /** Every entry on the person, with what it says: for an answer to the person. */
    @Transactional(Transactional.TxType.SUPPORTS)
    public List<? extends Record> shownTo(String subjectId) {
        return store.storedOf(subjectId).stream().map(this::open).toList();
    }

    /** With what it says, for who may read it. */
    @Transactional(Transactional.TxType.SUPPORTS)
    BlacklistView open(Stored s) {
        BlacklistEntry e = s.entry();
        BlacklistDetails said = s.details() == null
                ? null
                : cipher.decrypt(e.subjectId(), FIELD, s.details())
                        .text()
                        .map(this::read)
                        .orElse(null);
        String reason = s.reason() == null
                ? null
                : cipher.decrypt(e.subjectId(), REASON, s.reason()).text().orElse(null);
        return BlacklistView.of(e, said, reason, today());
    }

    /** Without it. */
    @Transactional(Transactional.TxType.SUPPORTS)
    BlacklistView closed(Stored s) {
        return BlacklistView.of(s.entry(), null, null, today());
    }

    private LocalDate today() {
        return LegalCalendar.dayOf(clock.now());
    }

    private byte[] write(BlacklistDetails details) {
        try {
            return json.writeValueAsString(details).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("blacklist details", e);
        }
    }

    private BlacklistDetails read(String text) {
        try {
            return json.readValue(text, BlacklistDetails.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("blacklist details");
        }
    }
}
