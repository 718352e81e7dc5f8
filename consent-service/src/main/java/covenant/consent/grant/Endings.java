package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.grant.ConsentChange.Ended;
import covenant.consent.grant.ConsentChange.Expired;
import covenant.consent.grant.ConsentChange.Superseded;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.EndCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What ends a consent without the person saying so: its period, the account, a newer version taking effect. */
public final class Endings {
    private Endings() {}

    /** Ends the consents whose last valid day is over (R-GAP-3). */
    static Outcome.Changed expire(SubjectState state, Catalogue catalogue, Instant now) {
        List<LiveConsent> over = state.consents().stream()
                .filter(c -> c.expiresAt() != null && !c.expiresAt().isAfter(now))
                .toList();
        SubjectState after = state.without(over::contains);
        List<ConsentChange> changes = new ArrayList<>();
        for (LiveConsent c : over) {
            after = after.withLastWord(c.place(), LastWord.expired(c, Objects.requireNonNull(c.expiresAt())));
        }
        for (LiveConsent c : over) {
            changes.add(new Expired(
                    c,
                    Remaining.of(after, catalogue, c.purpose(), c.categories(), now),
                    Objects.requireNonNull(c.expiresAt())));
        }
        return new Outcome.Changed(after, changes);
    }

    /** Ends everything: nothing is used any more but for storage, security and legal duty (policy 1.5.3). */
    public static Outcome.Changed endAll(SubjectState state, EndCause cause, @Nullable String accountId, Instant at) {
        SubjectState after = state.accepted(null)
                .restricted(true)
                .without(c -> true)
                .marks(state.marks().noticePending(null).linksWaiting(false).endedAt(at));
        List<ConsentChange> changes = new ArrayList<>();
        for (LiveConsent c : state.consents()) {
            changes.add(new Ended(c, cause, accountId, at));
            after = after.withLastWord(c.place(), new LastWord(ConsentStatus.ENDED, at, c.id(), c.policyVersion()));
        }
        return new Outcome.Changed(after, changes);
    }

    /** Lets consents that waited for their version take the place of the older ones (R-GAP-8). */
    static Outcome.Changed bind(SubjectState state, int version, Instant now) {
        SubjectState after = state;
        List<ConsentChange> changes = new ArrayList<>();
        for (LiveConsent fresh : state.consents()) {
            if (fresh.policyVersion() != version) {
                continue;
            }
            for (LiveConsent old : state.consents()) {
                if (old.policyVersion() < version && WordOrder.samePlace(fresh, old)) {
                    changes.add(new Superseded(old, fresh.id(), version, now));
                    after = after.without(old::equals);
                }
            }
            if (after.acceptedVersion() == null || after.acceptedVersion() < version) {
                after = after.accepted(version);
            }
        }
        return new Outcome.Changed(after, changes);
    }
}
