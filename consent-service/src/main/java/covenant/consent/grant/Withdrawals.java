package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.grant.ConsentChange.Withdrawn;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Taking consent back: as easy as giving it, per purpose, effective at once, without a reason (policy 5, R-5-1). What was never
 * granted is left as it is; doing it twice changes nothing (R-5-3).
 */
final class Withdrawals {
    static final String EVERYTHING = "*";
    private static final String NECESSARY_COOKIES = "COOKIE_NECESSARY";

    private final Catalogue catalogue;
    private final WithdrawalCause cause;
    private final Instant now;
    private final List<ConsentChange> changes = new ArrayList<>();
    private SubjectState state;

    private Withdrawals(SubjectState state, Catalogue catalogue, WithdrawalCause cause, Instant now) {
        this.state = state;
        this.catalogue = catalogue;
        this.cause = cause;
        this.now = now;
    }

    /** @param purposes codes, or {@value #EVERYTHING} */
    static Outcome.Changed withdraw(
            SubjectState state, Catalogue catalogue, List<String> purposes, WithdrawalCause cause, Instant now) {
        Withdrawals work = new Withdrawals(state, catalogue, cause, now);
        Set<String> asked = new LinkedHashSet<>(purposes);
        if (asked.remove(EVERYTHING)) {
            state.consents().forEach(c -> asked.add(c.purpose()));
        }
        asked.forEach(work::withdraw);
        return new Outcome.Changed(work.state, List.copyOf(work.changes));
    }

    private void withdraw(String purpose) {
        String parent = Coverage.parent(catalogue, purpose).orElse("");
        List<LiveConsent> covering =
                Coverage.withParts(state, catalogue, purpose).toList();
        List<LiveConsent> own =
                covering.stream().filter(c -> !c.purpose().equals(parent)).toList();
        List<LiveConsent> ofTheWhole =
                covering.stream().filter(c -> c.purpose().equals(parent)).toList();
        if (own.isEmpty() && ofTheWhole.isEmpty()) {
            return;
        }
        state = state.without(own::contains);
        own.forEach(c -> {
            state = state.withLastWord(
                    c.place(), new LastWord(ConsentStatus.WITHDRAWN, now, c.id(), c.policyVersion()));
            changes.add(change(c, c.purpose(), true, c.categories()));
        });
        if (own.stream().noneMatch(c -> c.place().equals(purpose))) {
            LiveConsent any = own.isEmpty() ? ofTheWhole.getFirst() : own.getFirst();
            state = state.withLastWord(
                    purpose, new LastWord(ConsentStatus.WITHDRAWN, now, any.id(), any.policyVersion()));
        }
        ofTheWhole.forEach(c -> changes.add(change(c, purpose, false, categoriesOfPart(c, purpose))));
    }

    private List<String> categoriesOfPart(LiveConsent whole, String part) {
        return catalogue.purpose(part).stream()
                .flatMap(p ->
                        catalogue.categories().stream().filter(c -> c.purposes().contains(p.code())))
                .map(c -> c.name())
                .filter(whole.categories()::contains)
                .toList();
    }

    private Withdrawn change(LiveConsent c, String purpose, boolean whole, List<String> categories) {
        SubjectState after = whole ? state : state.without(c::equals);
        Map<String, List<String>> remaining = Remaining.of(after, catalogue, purpose, categories, now);
        if (cause == WithdrawalCause.COOKIES_CLEARED) {
            // The records go as the cookies do; a login sets the necessary ones anew (policy 2.2, X-20).
            remaining.computeIfPresent(
                    Category.COOKIE_ID,
                    (name, purposes) -> purposes.stream()
                            .filter(code -> !code.equals(NECESSARY_COOKIES))
                            .toList());
        }
        return new Withdrawn(c, purpose, whole, categories, remaining, cause, now);
    }
}
