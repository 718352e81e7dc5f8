package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.grant.GrantItem.Answer;
import covenant.consent.subject.Ages;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.SubjectState;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.time.LegalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a grant may not be recorded; the first reason found. */
final class GrantRules {
    /** How far a caller's clock may be ahead of ours. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private GrantRules() {}

    /** R-PRE-2, R-1.5.3-4: the person, the version and the times. */
    static Optional<Refusal> evidence(SubjectState state, GrantCommand command, Instant now) {
        Evidence e = command.evidence();
        if (state.erased() || state.restricted()) {
            return refuse(ProblemCode.STATE_CONFLICT, "No account is open; nothing can be granted (R-1.5.3-4).");
        }
        Instant ended = state.marks().endedAt();
        if (ended != null && e.acceptedAt().isBefore(ended)) {
            return refuse(ProblemCode.STATE_CONFLICT, "It was given before the account was closed (R-4.2.2-7).");
        }
        if (!e.policySha256().equals(command.policy().sha256())) {
            return refuse(ProblemCode.VERSION_CONFLICT, "The hash is not that of the version's text.");
        }
        if (e.acceptedAt().isBefore(e.presentedAt())) {
            return refuse(ProblemCode.VERSION_CONFLICT, "It was accepted before it was presented.");
        }
        if (e.acceptedAt().isAfter(now.plus(CLOCK_SKEW))) {
            return Optional.of(Refusal.invalid("acceptedAt", "lies in the future"));
        }
        boolean tooLate =
                command.retiredAt().map(r -> !e.acceptedAt().isBefore(r)).orElse(false);
        return tooLate
                ? refuse(ProblemCode.VERSION_CONFLICT, "The version was retired before it was accepted.")
                : Optional.empty();
    }

    static Optional<Refusal> items(SubjectState state, GrantCommand command, Instant now) {
        Optional<Refusal> both = yesAndNo(command.items());
        if (both.isPresent()) {
            return both;
        }
        for (int i = 0; i < command.items().size(); i++) {
            GrantItem item = command.items().get(i);
            String field = "grants[" + i + "]";
            Optional<Refusal> refusal = purpose(command, item)
                    .or(() -> separate(command.catalogue(), item, field))
                    .or(() -> categories(command.catalogue(), item))
                    .or(() -> period(item, field, now))
                    .or(() -> minor(command, item))
                    .or(() -> cooldown(state, command, item, now));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** A refusal is one of the whole purpose: beside a grant of it, the order of the items would decide what was meant. */
    private static Optional<Refusal> yesAndNo(List<GrantItem> items) {
        Map<String, Answer> answers = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Answer before =
                    answers.putIfAbsent(items.get(i).purpose(), items.get(i).answer());
            if (before != null && before != items.get(i).answer()) {
                return Optional.of(
                        Refusal.invalid("grants[" + i + "].decision", "grants and declines one purpose at once"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> purpose(GrantCommand command, GrantItem item) {
        return command.catalogue().purpose(item.purpose()).isPresent()
                ? Optional.empty()
                : refuse(ProblemCode.PURPOSE_UNKNOWN, "The policy version has no such purpose.");
    }

    /** One purpose, one category group, at most one recipient, and the necessity text (R-GAP-2). */
    private static Optional<Refusal> separate(Catalogue catalogue, GrantItem item, String field) {
        if (!item.separate() || item.answer() == Answer.DECLINE) {
            return Optional.empty();
        }
        if (item.necessityShown() == null || item.necessityShown().isBlank()) {
            return Optional.of(Refusal.invalid(field + ".necessityShown", "is required with a separate consent"));
        }
        List<String> groups = GrantDecider.categories(catalogue, item).stream()
                .flatMap(name -> catalogue.category(name).stream())
                .map(Category::group)
                .distinct()
                .toList();
        return groups.size() > 1
                ? Optional.of(Refusal.invalid(
                        field + ".categories", "a separate consent covers exactly one group of categories"))
                : Optional.empty();
    }

    private static Optional<Refusal> categories(Catalogue catalogue, GrantItem item) {
        Purpose purpose = catalogue.purpose(item.purpose()).orElseThrow();
        for (String name : item.categories()) {
            Optional<Category> category = catalogue.category(name);
            if (category.isEmpty()) {
                return refuse(ProblemCode.CATEGORY_UNKNOWN, "A category is not in the catalogue.");
            }
            if (category.get().state() != Category.State.ON) {
                return refuse(ProblemCode.CATEGORY_NOT_ENABLED, "A category is off or forbidden.");
            }
            if (catalogue.use(purpose, category.get()).isEmpty()) {
                return refuse(
                        ProblemCode.CATEGORY_NOT_ALLOWED_FOR_PURPOSE, "A category does not belong to the purpose.");
            }
        }
        return GrantDecider.categories(catalogue, item).isEmpty()
                ? refuse(ProblemCode.CATEGORY_NOT_ENABLED, "No category of the purpose is enabled.")
                : Optional.empty();
    }

    private static Optional<Refusal> period(GrantItem item, String field, Instant now) {
        return item.until() != null && item.until().isBefore(LegalCalendar.dayOf(now))
                ? Optional.of(Refusal.invalid(field + ".until", "lies in the past"))
                : Optional.empty();
    }

    private static Optional<Refusal> minor(GrantCommand command, GrantItem item) {
        if (item.answer() == Answer.DECLINE || command.age().isEmpty()) {
            return Optional.empty();
        }
        int age = command.age().get();
        if (age < Ages.OWN_CONSENT && item.guardian() == null) {
            return refuse(ProblemCode.GUARDIAN_CONSENT_REQUIRED, "Under 14 a guardian consents (PIPL art. 31).");
        }
        boolean adultsOnly = command.catalogue()
                .purpose(item.purpose())
                .map(Purpose::forAdultsOnly)
                .orElse(false);
        return age < Ages.ADULT && adultsOnly
                ? refuse(ProblemCode.MINOR_NOT_ALLOWED, "Credit services are not given to persons under 18.")
                : Optional.empty();
    }

    /** No frequent asking after a refusal (R-1.2.5-3). */
    private static Optional<Refusal> cooldown(SubjectState state, GrantCommand command, GrantItem item, Instant now) {
        boolean optional = !command.catalogue()
                .purpose(item.purpose())
                .map(Purpose::mandatory)
                .orElse(false);
        boolean refusedLately = state.lastWord(item.purpose())
                .filter(w -> w.status() == ConsentStatus.DECLINED)
                .map(w -> w.at().plus(command.cooldown()).isAfter(now))
                .orElse(false);
        return item.answer() == Answer.GRANT && command.byBackend() && optional && refusedLately
                ? refuse(ProblemCode.RECONSENT_COOLDOWN, "The person refused this purpose lately.")
                : Optional.empty();
    }

    private static Optional<Refusal> refuse(ProblemCode code, String detail) {
        return Optional.of(Refusal.of(code, detail));
    }
}
