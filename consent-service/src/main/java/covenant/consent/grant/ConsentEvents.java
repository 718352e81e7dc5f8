package covenant.consent.grant;

import covenant.consent.catalogue.Category;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent;
import covenant.contracts.ConsentEvent.ConsentDeclined;
import covenant.contracts.ConsentEvent.ConsentEnded;
import covenant.contracts.ConsentEvent.ConsentExpired;
import covenant.contracts.ConsentEvent.ConsentGranted;
import covenant.contracts.ConsentEvent.ConsentSuperseded;
import covenant.contracts.ConsentEvent.ConsentWithdrawn;
import covenant.contracts.ConsentEvent.ProcessingStopRequired;
import covenant.contracts.ConsentEvent.StopCause;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.platform.outbox.EventDraft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The events of a change. The aggregate is the person: all consent events of a person have one gapless order, so that a consumer
 * can tell what came first whatever arrives first (AC-15).
 */
public final class ConsentEvents {
    private ConsentEvents() {}

    static List<EventDraft> of(SubjectState before, Outcome.Changed outcome, Instant now) {
        List<EventDraft> drafts = new ArrayList<>();
        outcome.changes().forEach(change -> drafts.addAll(of(outcome.next().subjectId(), change)));
        Set<String> purposes = new TreeSet<>();
        outcome.changes().forEach(change -> {
            purposes.add(change.purpose());
            if (change instanceof ConsentChange.Withdrawn withdrawn) {
                purposes.add(withdrawn.consent().purpose());
            }
        });
        purposes.addAll(ConsentStates.changed(before, outcome.next(), now));
        drafts.addAll(states(outcome.next(), purposes, now));
        return drafts;
    }

    /** The present state of these purposes on the compacted topic. */
    static List<EventDraft> states(SubjectState state, Set<String> purposes, Instant now) {
        return purposes.stream()
                .flatMap(purpose -> ConsentStates.of(state, purpose, now).stream())
                .map(ConsentEvents::state)
                .toList();
    }

    private static EventDraft state(ConsentState state) {
        return EventDraft.about(state.subjectId(), state.recordKey(), state)
                .key(state.recordKey())
                .policyVersion(state.policyVersion());
    }

    /** An event of the person's own order. */
    public static EventDraft draft(String subjectId, ConsentEvent event, int policyVersion) {
        return EventDraft.about(subjectId, subjectId, event).policyVersion(Integer.toString(policyVersion));
    }

    private static List<EventDraft> of(String subjectId, ConsentChange change) {
        return switch (change) {
            case ConsentChange.Granted g ->
                List.of(draft(subjectId, granted(g), g.record().live().policyVersion())
                        .occurredAt(g.record().evidence().acceptedAt()));
            case ConsentChange.Declined d ->
                List.of(draft(subjectId, declined(d), d.record().live().policyVersion())
                        .occurredAt(d.record().evidence().acceptedAt()));
            case ConsentChange.Withdrawn w ->
                List.of(
                        draft(subjectId, withdrawn(w), w.consent().policyVersion()),
                        stop(subjectId, w.consent(), w.purpose(), w.categories(), stopCause(w.cause()), w.at()));
            case ConsentChange.Superseded s ->
                List.of(draft(
                        subjectId,
                        new ConsentSuperseded(
                                s.consent().id(),
                                s.purpose(),
                                s.consent().categories(),
                                s.by(),
                                Integer.toString(s.consent().policyVersion()),
                                Integer.toString(s.newPolicyVersion()),
                                s.at()),
                        s.newPolicyVersion()));
            case ConsentChange.Expired e ->
                List.of(
                        draft(subjectId, expired(e), e.consent().policyVersion()),
                        stop(
                                subjectId,
                                e.consent(),
                                e.purpose(),
                                e.consent().categories(),
                                StopCause.CONSENT_EXPIRED,
                                e.at()));
            case ConsentChange.Ended e ->
                List.of(draft(
                                subjectId,
                                new ConsentEnded(
                                        e.consent().id(),
                                        e.purpose(),
                                        e.consent().categories(),
                                        Integer.toString(e.consent().policyVersion()),
                                        e.cause(),
                                        e.accountId(),
                                        e.at()),
                                e.consent().policyVersion())
                        .account(e.accountId()));
        };
    }

    private static ConsentGranted granted(ConsentChange.Granted g) {
        ConsentRecord r = g.record();
        return new ConsentGranted(
                r.id(),
                r.purpose(),
                r.categories(),
                r.recipient(),
                r.separate(),
                r.evidence().policyVersion(),
                r.evidence().policySha256(),
                r.evidence().presentedAt(),
                r.evidence().acceptedAt(),
                r.evidence().method(),
                r.evidence().channel(),
                r.evidence().locale(),
                r.until(),
                r.evidenceSha256(),
                r.guardianId() != null,
                g.supersedes(),
                r.source());
    }

    private static ConsentDeclined declined(ConsentChange.Declined d) {
        ConsentRecord r = d.record();
        return new ConsentDeclined(
                r.id(),
                r.purpose(),
                r.categories(),
                r.evidence().policyVersion(),
                r.evidence().acceptedAt(),
                r.evidence().method(),
                r.evidence().channel(),
                d.askAgainFrom());
    }

    private static ConsentWithdrawn withdrawn(ConsentChange.Withdrawn w) {
        return new ConsentWithdrawn(
                w.consent().id(),
                w.purpose(),
                w.categories(),
                w.remaining(),
                w.consent().recipient(),
                Integer.toString(w.consent().policyVersion()),
                w.cause(),
                w.at());
    }

    /** The consent is dead already; what was recorded under it goes now, although the necessary cookies could still use its kind. */
    static Optional<EventDraft> cookiesCleared(SubjectState state, String purpose, Instant at) {
        return state.lastWord(purpose)
                .filter(w -> w.consentId() != null
                        && (w.status() == ConsentStatus.WITHDRAWN || w.status() == ConsentStatus.EXPIRED))
                .map(w -> draft(
                        state.subjectId(),
                        new ConsentWithdrawn(
                                Objects.requireNonNull(w.consentId()),
                                purpose,
                                List.of(Category.COOKIE_ID),
                                Map.of(Category.COOKIE_ID, List.of()),
                                null,
                                Integer.toString(w.policyVersion()),
                                WithdrawalCause.COOKIES_CLEARED,
                                at),
                        w.policyVersion()));
    }

    private static ConsentExpired expired(ConsentChange.Expired e) {
        return new ConsentExpired(
                e.consent().id(),
                e.purpose(),
                e.consent().categories(),
                e.remaining(),
                Integer.toString(e.consent().policyVersion()),
                Objects.requireNonNull(e.consent().until()),
                e.at());
    }

    private static EventDraft stop(
            String subjectId,
            LiveConsent consent,
            String purpose,
            List<String> categories,
            StopCause cause,
            Instant at) {
        return draft(
                subjectId,
                new ProcessingStopRequired(List.of(purpose), categories, cause, consent.id(), null, at),
                consent.policyVersion());
    }

    private static StopCause stopCause(WithdrawalCause cause) {
        return switch (cause) {
            case OBJECTION -> StopCause.OBJECTION;
            case WITHDRAWAL, PREFERENCES, COOKIES_CLEARED, ACCOUNT_UNLINKED, SOURCE_REPORTED, REQUEST ->
                StopCause.CONSENT_WITHDRAWN;
        };
    }

    /** One order to stop everything, for what ends all consents at once. */
    public static EventDraft stopAll(
            Outcome.Changed outcome, StopCause cause, @org.jspecify.annotations.Nullable String accountId, Instant at) {
        Stream<LiveConsent> ended = outcome.changes().stream()
                .filter(ConsentChange.Ended.class::isInstance)
                .map(c -> ((ConsentChange.Ended) c).consent());
        List<LiveConsent> consents = ended.toList();
        return EventDraft.about(
                        outcome.next().subjectId(),
                        outcome.next().subjectId(),
                        new ProcessingStopRequired(
                                consents.stream()
                                        .map(LiveConsent::purpose)
                                        .distinct()
                                        .toList(),
                                consents.stream()
                                        .flatMap(c -> c.categories().stream())
                                        .distinct()
                                        .sorted()
                                        .toList(),
                                cause,
                                null,
                                accountId,
                                at))
                .account(accountId);
    }
}
