package covenant.request.decision;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.catalogue.Purpose;
import covenant.request.facts.PersonFacts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks whether a trigger of policy 5.2 holds, as far as it can be computed from facts (R-5.2-2). Pure. */
public final class TriggerFinder {
    private TriggerFinder() {}

    /** What was found. */
    public sealed interface Finding {
        /** Every category asked for has one: decided by rule. */
        record Holds(DeletionTrigger trigger, @Nullable String accountId) implements Finding {}

        /** Only these categories have one: a person decides about the rest. */
        record HoldsInPart(Map<String, DeletionTrigger> triggers) implements Finding {}

        /** None: the person is asked whether she means withdrawal of consent or closing the account. */
        record None() implements Finding {}
    }

    /** @param categories what is asked for; empty means everything, for which only a trigger of the whole person counts */
    public static Finding find(
            List<String> categories, @Nullable String accountId, PersonFacts facts, Catalogue catalogue, Instant now) {
        Optional<Finding.Holds> whole = ofThePerson(accountId, facts);
        if (whole.isPresent()) {
            return whole.get();
        }
        Map<String, DeletionTrigger> triggers = new LinkedHashMap<>();
        for (String name : categories) {
            catalogue
                    .category(name)
                    .flatMap(c -> ofCategory(c, facts, catalogue, now))
                    .ifPresent(trigger -> triggers.put(name, trigger));
        }
        if (triggers.isEmpty()) {
            return new Finding.None();
        }
        return triggers.size() == categories.size()
                ? new Finding.Holds(
                        triggers.values().stream().sorted().findFirst().orElseThrow(), null)
                : new Finding.HoldsInPart(triggers);
    }

    private static Optional<Finding.Holds> ofThePerson(@Nullable String accountId, PersonFacts facts) {
        if (facts.terminated()) {
            return Optional.of(new Finding.Holds(DeletionTrigger.SERVICE_TERMINATED, accountId));
        }
        boolean thisOneClosed = accountId != null && facts.closedAccounts().contains(accountId);
        if (!thisOneClosed && !(accountId == null && facts.allClosed())) {
            return Optional.empty();
        }
        String only = facts.closedAccounts().size() == 1 && facts.openAccounts().isEmpty()
                ? facts.closedAccounts().getFirst()
                : null;
        return Optional.of(new Finding.Holds(DeletionTrigger.ACCOUNT_CLOSED, accountId == null ? only : accountId));
    }

    private static Optional<DeletionTrigger> ofCategory(
            Category category, PersonFacts facts, Catalogue catalogue, Instant now) {
        Instant due = facts.due().get(category.name());
        if (due != null && !now.isBefore(due)) {
            return Optional.of(DeletionTrigger.RETENTION_EXPIRED);
        }
        if (facts.consented().contains(category.name()) || otherBasis(category, catalogue)) {
            return Optional.empty();
        }
        return Optional.of(
                facts.withdrawn().contains(category.name())
                        ? DeletionTrigger.CONSENT_WITHDRAWN
                        : DeletionTrigger.NO_CONSENT);
    }

    /** Contract or law; evidence of consents serves no purpose of its own and is kept by law. */
    private static boolean otherBasis(Category category, Catalogue catalogue) {
        if (category.purposes().isEmpty()) {
            return category.state().equals("ON");
        }
        return category.purposes().stream()
                .flatMap(code -> catalogue.purpose(code).stream())
                .anyMatch(Purpose::withoutConsent);
    }
}
