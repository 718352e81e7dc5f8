package covenant.consent.decision;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.holder.Holder;
import covenant.consent.holder.RecipientCheck;
import covenant.consent.subject.Ages;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.platform.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, purely, in this order: erased or restricted; the category does not belong to the purpose; an exception in force;
 * minors; a live consent for the purpose; a separate consent where one is needed; the recipient. What is not known is denied.
 */
final class DecisionEngine {
    static final String STORAGE_ONLY = "STORAGE_ONLY";

    private final Question question;
    private final Facts facts;
    private final SubjectState state;
    private final Catalogue catalogue;
    private final Instant now;

    private DecisionEngine(Question question, Facts facts, Instant now) {
        this.question = question;
        this.facts = facts;
        this.state = facts.state();
        this.catalogue = facts.catalogue();
        this.now = now;
    }

    /** The purpose and the category must be known. */
    static Verdict decide(Question question, Facts facts, Instant now) {
        return new DecisionEngine(question, facts, now).decide();
    }

    private Verdict decide() {
        if (state.erased()) {
            return deny(ProblemCode.PROCESSING_RESTRICTED);
        }
        Optional<Category> category =
                catalogue.category(question.category()).filter(c -> c.state() == Category.State.ON);
        Optional<Purpose> use =
                catalogue.purpose(question.purpose()).flatMap(p -> category.flatMap(c -> catalogue.use(p, c)));
        if (state.restricted() && !use.filter(Purpose::outlivesTheAccount).isPresent()) {
            return deny(ProblemCode.PROCESSING_RESTRICTED);
        }
        boolean archive =
                use.filter(p -> p.code().equals(Purpose.LEGAL_ARCHIVE)).isPresent();
        if (state.isRestricted(question.category()) && !archive) {
            return deny(ProblemCode.PROCESSING_RESTRICTED);
        }
        if (use.isEmpty() || category.isEmpty()) {
            return deny(ProblemCode.CATEGORY_NOT_ALLOWED_FOR_PURPOSE);
        }
        if (facts.exception().isPresent() && question.recipient() == null) {
            return new Verdict.Permit(
                    "EXCEPTION", null, facts.exception().get(), version(), obligations(category.get(), false));
        }
        return withoutSwitch(use.get(), category.get())
                .or(() -> minor(use.get()))
                .orElseGet(() -> byConsent(use.get(), category.get()));
    }

    /** Law or contract carries it once the policy was accepted; storage and security go on after the account was closed. */
    private Optional<Verdict> withoutSwitch(Purpose use, Category category) {
        if (!use.withoutSwitch()) {
            return Optional.empty();
        }
        if (state.acceptedVersion() == null && !state.restricted()) {
            return Optional.of(deny(ProblemCode.CONSENT_REQUIRED));
        }
        return Optional.of(recipient(use, null)
                .map(this::deny)
                .orElseGet(() -> new Verdict.Permit(
                        use.bases().getFirst(),
                        null,
                        null,
                        version(),
                        obligations(category, use.code().equals(Purpose.LEGAL_ARCHIVE)))));
    }

    private Optional<Verdict> minor(Purpose use) {
        if (facts.age().isEmpty()) {
            return Optional.empty();
        }
        int age = facts.age().get();
        if (age < Ages.OWN_CONSENT && live(use).noneMatch(LiveConsent::guardian)) {
            return Optional.of(deny(ProblemCode.GUARDIAN_CONSENT_REQUIRED));
        }
        return age < Ages.ADULT && use.forAdultsOnly()
                ? Optional.of(deny(ProblemCode.MINOR_NOT_ALLOWED))
                : Optional.empty();
    }

    private Verdict byConsent(Purpose use, Category category) {
        List<LiveConsent> forPurpose = live(use).toList();
        List<LiveConsent> covering = forPurpose.stream()
                .filter(c -> c.categories().contains(category.name()))
                .toList();
        boolean separateNeeded = catalogue.needsSeparateConsent(use, category);
        if (forPurpose.isEmpty() || (covering.isEmpty() && !separateNeeded)) {
            return deny(notCovered(category));
        }
        Optional<LiveConsent> carrying = covering.stream()
                .filter(c -> !separateNeeded || c.separate())
                .max((a, b) -> Boolean.compare(names(a), names(b)));
        if (carrying.isEmpty()) {
            return deny(ProblemCode.SEPARATE_CONSENT_REQUIRED);
        }
        LiveConsent consent = carrying.get();
        return recipient(use, consent)
                .map(this::deny)
                .orElseGet(() -> new Verdict.Permit(
                        basis(use, consent),
                        consent.id(),
                        null,
                        Integer.toString(consent.policyVersion()),
                        obligations(category, false)));
    }

    private java.util.stream.Stream<LiveConsent> live(Purpose use) {
        return Coverage.of(state, catalogue, use.code()).filter(c -> c.inForce(now));
    }

    private boolean names(LiveConsent consent) {
        return question.recipient() != null && question.recipient().equals(consent.recipient());
    }

    /** Collected for another purpose, or not at all (R-1.5.5-1). */
    private ProblemCode notCovered(Category category) {
        return state.consents().stream()
                        .anyMatch(c -> c.inForce(now) && c.categories().contains(category.name()))
                ? ProblemCode.PURPOSE_NOT_COVERED
                : ProblemCode.CONSENT_REQUIRED;
    }

    private static String basis(Purpose use, LiveConsent consent) {
        return consent.separate() || use.bases().contains("CONSENT")
                ? "CONSENT"
                : use.bases().getFirst();
    }

    /** Another controller gets data only under a separate consent that names it (PIPL art. 23). */
    private Optional<ProblemCode> recipient(Purpose use, @Nullable LiveConsent consent) {
        if (question.recipient() == null) {
            return Optional.empty();
        }
        Optional<ProblemCode> problem =
                RecipientCheck.check(facts.recipient(), use.code(), List.of(question.category()), facts.today());
        if (problem.isPresent()) {
            return problem;
        }
        Holder holder = facts.recipient().orElseThrow();
        boolean named = consent != null && consent.separate() && names(consent);
        boolean fresh = holder.freshConsentFrom() == null
                || (consent != null && !consent.acceptedAt().isBefore(holder.freshConsentFrom()));
        if (holder.controllerOfItsOwn() && !(named && fresh)) {
            return Optional.of(ProblemCode.SEPARATE_CONSENT_REQUIRED);
        }
        boolean verifier = holder.entry().kind() == HolderEntry.Kind.IDENTITY_VERIFIER;
        return verifier && (consent == null || !consent.separate()) && needsSeparate(use)
                ? Optional.of(ProblemCode.SEPARATE_CONSENT_REQUIRED)
                : Optional.empty();
    }

    private boolean needsSeparate(Purpose use) {
        return catalogue.needsSeparateConsent(
                use, catalogue.category(question.category()).orElseThrow());
    }

    private static List<String> obligations(Category category, boolean storageOnly) {
        List<String> obligations = new ArrayList<>();
        if (storageOnly) {
            obligations.add(STORAGE_ONLY);
        }
        if (category.mask() != null) {
            obligations.add("MASK_" + category.mask());
        }
        return List.copyOf(obligations);
    }

    private Verdict deny(ProblemCode code) {
        return new Verdict.Deny(code, version());
    }

    private @Nullable String version() {
        Integer accepted = state.acceptedVersion();
        return accepted == null ? null : accepted.toString();
    }
}
