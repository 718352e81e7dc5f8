package covenant.consent.policy;

import static java.util.stream.Collectors.toMap;

import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyContent.Right;
import covenant.contracts.PolicyEvent.Change;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Computes what changes between two versions, and what of it is material, a reduction or in need of consent (R-6.2-2). */
final class PolicyDiff {
    private static final String SERVICE_MODEL = "6.2(1)";
    private static final String OWNERSHIP = "6.2(2)";
    private static final String MAIN_RECIPIENTS = "6.2(3)";
    private static final String RIGHTS = "6.2(4)";
    private static final String CONTACTS = "6.2(5)";

    private final List<Change> changes = new ArrayList<>();
    private final Set<String> reconsent = new LinkedHashSet<>();
    private boolean reduces;
    private boolean newRecipientKind;

    private PolicyDiff() {}

    /** @param was the version in force, or the one already published to follow it */
    static PolicyChanges between(PolicyContent was, PolicyContent now) {
        PolicyDiff diff = new PolicyDiff();
        diff.text(was, now);
        diff.purposes(was.purposes(), now.purposes());
        diff.controller(was.controller(), now.controller());
        diff.recipients(was.recipients(), now.recipients());
        diff.rights(was.rights(), now.rights());
        diff.refusalGrounds(was.refusalGrounds(), now.refusalGrounds());
        diff.safeguards(was.safeguards(), now.safeguards());
        boolean material = diff.reduces
                || !diff.reconsent.isEmpty()
                || diff.changes.stream().anyMatch(c -> c.trigger() != null);
        return new PolicyChanges(
                material,
                diff.reduces,
                !diff.reconsent.isEmpty(),
                List.copyOf(diff.reconsent),
                diff.newRecipientKind,
                List.copyOf(diff.changes));
    }

    private void text(PolicyContent was, PolicyContent now) {
        if (!was.text().equals(now.text())) {
            add("TEXT_CHANGED", null, PolicyHash.of(was.text()), PolicyHash.of(now.text()));
        }
        if (!was.title().equals(now.title())) {
            add("TITLE_CHANGED", null, was.title(), now.title());
        }
    }

    private void purposes(List<PolicyPurpose> before, List<PolicyPurpose> after) {
        Map<String, PolicyPurpose> was = byKey(before, PolicyPurpose::code);
        Map<String, PolicyPurpose> now = byKey(after, PolicyPurpose::code);
        now.forEach((code, p) -> {
            PolicyPurpose old = was.get(code);
            if (old == null) {
                add("PURPOSE_ADDED", SERVICE_MODEL, null, code);
                reconsent.add(code);
            } else {
                purpose(old, p);
            }
        });
        was.keySet().stream()
                .filter(code -> !now.containsKey(code))
                .forEach(code -> add("PURPOSE_REMOVED", SERVICE_MODEL, code, null));
    }

    private void purpose(PolicyPurpose was, PolicyPurpose now) {
        String code = now.code();
        for (String category : minus(now.categories(), was.categories())) {
            add("CATEGORY_ADDED", SERVICE_MODEL, null, code + " " + category);
            reconsent.add(code);
        }
        for (String category : minus(was.categories(), now.categories())) {
            add("CATEGORY_REMOVED", SERVICE_MODEL, code + " " + category, null);
        }
        if (was.mandatory() != now.mandatory()) {
            add("PURPOSE_MANDATORY_CHANGED", SERVICE_MODEL, code + " " + was.mandatory(), code + " " + now.mandatory());
            reduces |= now.mandatory();
        }
        if (!was.basis().equals(now.basis())) {
            add("BASIS_CHANGED", SERVICE_MODEL, code + " " + was.basis(), code + " " + now.basis());
            reconsent.add(code);
        }
        if (was.separate() != now.separate()) {
            add("SEPARATE_CONSENT_CHANGED", SERVICE_MODEL, code + " " + was.separate(), code + " " + now.separate());
            reduces |= was.separate();
        }
        for (String part : minus(now.optionalParts(), was.optionalParts())) {
            add("PART_ADDED", SERVICE_MODEL, null, part);
            reconsent.add(code);
        }
        for (String part : minus(was.optionalParts(), now.optionalParts())) {
            add("PART_REMOVED", SERVICE_MODEL, part, null);
            reduces = true;
        }
        if (!Objects.equals(was.retention(), now.retention())) {
            add("RETENTION_CHANGED", null, code + " " + was.retention(), code + " " + now.retention());
            reduces |= !shorter(was.retention(), now.retention());
        }
    }

    private void controller(Controller was, Controller now) {
        if (!was.name().equals(now.name())) {
            add("CONTROLLER_CHANGED", OWNERSHIP, was.name(), now.name());
        }
        if (!was.contact().equals(now.contact())) {
            add("CONTACT_CHANGED", CONTACTS, was.contact(), now.contact());
        }
        if (!was.dpo().equals(now.dpo())) {
            add("DPO_CHANGED", CONTACTS, was.dpo(), now.dpo());
        }
    }

    private void recipients(List<PolicyRecipient> before, List<PolicyRecipient> after) {
        Map<String, PolicyRecipient> was = byKey(before, PolicyRecipient::id);
        Map<String, PolicyRecipient> now = byKey(after, PolicyRecipient::id);
        Set<String> kinds = new LinkedHashSet<>();
        before.forEach(r -> kinds.add(r.kind()));
        now.forEach((id, r) -> {
            PolicyRecipient old = was.get(id);
            if (old == null) {
                add("RECIPIENT_ADDED", r.main() ? MAIN_RECIPIENTS : null, null, id);
                reduces = true;
            } else if (!old.equals(r)) {
                add("RECIPIENT_CHANGED", old.main() || r.main() ? MAIN_RECIPIENTS : null, scope(old), scope(r));
                reduces |= !old.purposes().containsAll(r.purposes())
                        || !old.categories().containsAll(r.categories());
            }
            newRecipientKind |= !kinds.contains(r.kind());
        });
        was.forEach((id, r) -> {
            if (!now.containsKey(id)) {
                add("RECIPIENT_REMOVED", r.main() ? MAIN_RECIPIENTS : null, id, null);
            }
        });
    }

    private void rights(List<Right> before, List<Right> after) {
        Map<String, Right> was = byKey(before, Right::right);
        Map<String, Right> now = byKey(after, Right::right);
        was.forEach((name, right) -> {
            Right changed = now.get(name);
            if (changed == null) {
                add("RIGHT_REMOVED", RIGHTS, name, null);
                reduces = true;
            } else if (!changed.equals(right)) {
                add("RIGHT_CHANGED", RIGHTS, describe(right), describe(changed));
                reduces |= right.selfService() && !changed.selfService() || longer(right.within(), changed.within());
            }
        });
        now.keySet().stream()
                .filter(name -> !was.containsKey(name))
                .forEach(name -> add("RIGHT_ADDED", RIGHTS, null, name));
    }

    private void refusalGrounds(List<String> was, List<String> now) {
        for (String ground : minus(now, was)) {
            add("REFUSAL_GROUND_ADDED", RIGHTS, null, ground);
            reduces = true;
        }
        minus(was, now).forEach(ground -> add("REFUSAL_GROUND_REMOVED", RIGHTS, ground, null));
    }

    private void safeguards(List<String> was, List<String> now) {
        for (String safeguard : minus(was, now)) {
            add("SAFEGUARD_REMOVED", SERVICE_MODEL, safeguard, null);
            reduces = true;
        }
        minus(now, was).forEach(safeguard -> add("SAFEGUARD_ADDED", null, null, safeguard));
    }

    private void add(String kind, @Nullable String trigger, @Nullable String was, @Nullable String now) {
        changes.add(new Change(kind, trigger, was, now));
    }

    private static String scope(PolicyRecipient r) {
        return r.id() + (r.main() ? " main" : "") + " " + r.kind() + " " + r.purposes() + " " + r.categories();
    }

    private static String describe(Right r) {
        return r.right() + ": " + r.how() + (r.within() == null ? "" : " " + r.within())
                + (r.selfService() ? " (self-service)" : "");
    }

    private static List<String> minus(List<String> all, List<String> without) {
        return all.stream().filter(x -> !without.contains(x)).distinct().toList();
    }

    /** Only a period that is certainly not longer is no reduction; a change of words is taken for one. */
    private static boolean shorter(@Nullable String was, @Nullable String now) {
        return was != null && now != null && days(was) > 0 && days(now) > 0 && days(now) <= days(was);
    }

    private static boolean longer(@Nullable String was, @Nullable String now) {
        return now != null
                && !now.equals(was)
                && (was == null || days(now) < 0 || days(was) < 0 || days(now) > days(was));
    }

    /** Length in days of 31 a month, for comparison only; -1 where it is no period. */
    static long days(String text) {
        try {
            Period period = Period.parse(text);
            return period.toTotalMonths() * 31 + period.getDays();
        } catch (DateTimeParseException e) {
            return -1;
        }
    }

    private static <T> Map<String, T> byKey(List<T> list, Function<T, String> key) {
        return list.stream().collect(toMap(key, x -> x, (a, b) -> b, LinkedHashMap::new));
    }
}
