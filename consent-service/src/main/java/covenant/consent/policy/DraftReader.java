package covenant.consent.policy;

import static java.util.Objects.requireNonNullElse;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.catalogue.Sensitivity;
import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyContent.Right;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a policy of a request: what is left out comes from the predecessor, what no policy may say is refused. */
final class DraftReader {
    /** The longest ordinary retention in days, as {@link PolicyDiff#days} counts them (policy 4.2.2). */
    private static final long ONE_MONTH = 31;

    private DraftReader() {}

    static PolicyContent read(PolicyRequest r, PolicyContent predecessor) {
        List<PolicyPurpose> purposes = r.purposes() == null
                ? predecessor.purposes()
                : r.purposes().stream().map(p -> purpose(p, predecessor)).toList();
        return new PolicyContent(
                r.version(),
                r.locale(),
                r.title(),
                r.text(),
                r.highlightedSections() == null ? predecessor.highlightedSections() : r.highlightedSections(),
                new Controller(
                        r.controller().name(),
                        r.controller().contact(),
                        r.controller().dpo()),
                r.declaredChange(),
                purposes,
                r.recipients() == null
                        ? predecessor.recipients()
                        : r.recipients().stream()
                                .map(x -> new PolicyRecipient(
                                        x.id(),
                                        x.kind(),
                                        Boolean.TRUE.equals(x.main()),
                                        requireNonNullElse(x.purposes(), List.of()),
                                        requireNonNullElse(x.categories(), List.of())))
                                .toList(),
                r.rights() == null
                        ? predecessor.rights()
                        : r.rights().stream()
                                .map(x ->
                                        new Right(x.right(), x.how(), x.within(), Boolean.TRUE.equals(x.selfService())))
                                .toList(),
                r.refusalGrounds() == null ? predecessor.refusalGrounds() : r.refusalGrounds(),
                r.safeguards() == null ? predecessor.safeguards() : r.safeguards());
    }

    private static PolicyPurpose purpose(PolicyRequest.PurposeRequest p, PolicyContent predecessor) {
        Optional<PolicyPurpose> before = predecessor.purposes().stream()
                .filter(x -> x.code().equals(p.code()))
                .findFirst();
        return new PolicyPurpose(
                p.code(),
                or(p.name(), before.map(PolicyPurpose::name).orElse(p.code())),
                p.mandatory() == null ? before.map(PolicyPurpose::mandatory).orElse(false) : p.mandatory(),
                or(p.basis(), before.map(PolicyPurpose::basis).orElse("CONSENT")),
                List.copyOf(p.categories()),
                p.separate() == null ? before.map(PolicyPurpose::separate).orElse(false) : p.separate(),
                p.optionalParts() == null
                        ? before.map(PolicyPurpose::optionalParts).orElse(List.of())
                        : List.copyOf(p.optionalParts()),
                p.retention() == null ? before.map(PolicyPurpose::retention).orElse("P1M") : p.retention(),
                p.automated() == null ? before.map(PolicyPurpose::automated).orElse(null) : p.automated());
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** What a policy may never say; the first thing found. */
    static Optional<Refusal> check(PolicyContent content, Catalogue shipped) {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < content.purposes().size(); i++) {
            PolicyPurpose p = content.purposes().get(i);
            String field = "purposes[" + i + "]";
            if (!codes.add(p.code())) {
                return Optional.of(Refusal.invalid(field + ".code", "is listed twice"));
            }
            Optional<Refusal> bad = categories(p, field, shipped).or(() -> retention(p, field));
            if (bad.isPresent()) {
                return bad;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> categories(PolicyPurpose p, String field, Catalogue shipped) {
        for (String name : p.categories()) {
            Optional<Category> category = shipped.category(name);
            if (category.isEmpty()) {
                return Optional.of(Refusal.of(ProblemCode.CATEGORY_UNKNOWN, "A category is not in the catalogue."));
            }
            if (category.get().state() == Category.State.FORBIDDEN) {
                return Optional.of(Refusal.of(ProblemCode.CATEGORY_NOT_ENABLED, "A category is forbidden."));
            }
            if (p.code().startsWith("PERSONALISATION") && category.get().sensitivity() == Sensitivity.STATUTORY) {
                return Optional.of(Refusal.invalid(
                        field + ".categories", "personalisation never uses sensitive information (R-CAT-2)"));
            }
        }
        return Optional.empty();
    }

    /** One month is the longest ordinary period; only a legal duty allows more (R-4.2.2-2). */
    private static Optional<Refusal> retention(PolicyPurpose p, String field) {
        boolean lawful = p.basis().equals("LEGAL_DUTY") || p.code().equals(Purpose.LEGAL_ARCHIVE);
        boolean tooLong = p.retention() != null && PolicyDiff.days(p.retention()) > ONE_MONTH;
        return tooLong && !(lawful && p.code().equals(Purpose.LEGAL_ARCHIVE))
                ? Optional.of(Refusal.invalid(field + ".retention", "is longer than one month without a law"))
                : Optional.empty();
    }
}
