package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.grant.ConsentChange.Withdrawn;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is taken back at a third party: there the person withdrew, or the account there was unlinked (R-1.4.1-1, R-1.4.2-1). */
public final class SourceWithdrawals {
    private SourceWithdrawals() {}

    /**
     * A registered source reports a withdrawal: nothing that comes from it is used any more. A consent to every registered source
     * loses these categories too, whoever else has them: the person is asked again.
     */
    public static Outcome.Changed reported(
            SubjectState state, Catalogue catalogue, String source, List<String> categories, Instant now) {
        List<LiveConsent> touched = state.consents().stream()
                .filter(c -> source.equals(c.source()) || LiveConsent.ANY_THIRD_PARTY.equals(c.source()))
                .filter(c -> c.categories().stream().anyMatch(categories::contains))
                .toList();
        SubjectState after = state.map(c -> touched.contains(c) ? c.only(name -> !categories.contains(name)) : c);
        return withdrawn(state, after, catalogue, touched, categories, WithdrawalCause.SOURCE_REPORTED, now);
    }

    /** An account elsewhere is unlinked: its scopes end, and what the login was known by is used by nobody any more. */
    public static Outcome.Changed unlinked(SubjectState state, Catalogue catalogue, String source, Instant now) {
        List<LiveConsent> touched =
                state.consents().stream().filter(c -> source.equals(c.source())).toList();
        if (touched.isEmpty()) {
            return new Outcome.Changed(state, List.of());
        }
        SubjectState rest = state.without(touched::contains);
        boolean otherLogin = rest.consents().stream()
                .anyMatch(c -> c.source() != null && c.categories().contains(Category.LOGIN_ID));
        SubjectState after = otherLogin ? rest : rest.map(c -> c.only(name -> !name.equals(Category.LOGIN_ID)));
        List<String> all = touched.stream()
                .flatMap(c -> c.categories().stream())
                .distinct()
                .toList();
        return withdrawn(state, after, catalogue, touched, all, WithdrawalCause.ACCOUNT_UNLINKED, now);
    }

    private static Outcome.Changed withdrawn(
            SubjectState before,
            SubjectState after,
            Catalogue catalogue,
            List<LiveConsent> touched,
            List<String> categories,
            WithdrawalCause cause,
            Instant now) {
        SubjectState next = after;
        List<ConsentChange> changes = new ArrayList<>();
        for (LiveConsent c : touched) {
            boolean whole = after.consents().stream().noneMatch(x -> x.id().equals(c.id()));
            List<String> gone =
                    c.categories().stream().filter(categories::contains).toList();
            if (whole) {
                next = next.withLastWord(
                        c.place(), new LastWord(ConsentStatus.WITHDRAWN, now, c.id(), c.policyVersion()));
            }
            changes.add(new Withdrawn(
                    c, c.purpose(), whole, gone, remaining(after, catalogue, gone, cause, now), cause, now));
        }
        return changes.isEmpty() ? new Outcome.Changed(before, List.of()) : new Outcome.Changed(next, changes);
    }

    /** What we collect ourselves under another consent stays; what the login was known by goes once no login is left. */
    private static Map<String, List<String>> remaining(
            SubjectState after, Catalogue catalogue, List<String> gone, WithdrawalCause cause, Instant now) {
        Map<String, List<String>> remaining = new LinkedHashMap<>(Remaining.of(after, catalogue, "", gone, now));
        boolean covered = after.consents().stream().anyMatch(c -> c.categories().contains(Category.LOGIN_ID));
        if (cause == WithdrawalCause.ACCOUNT_UNLINKED && !covered) {
            remaining.computeIfPresent(Category.LOGIN_ID, (name, purposes) -> List.of());
        }
        return remaining;
    }
}
