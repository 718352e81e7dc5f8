package covenant.consent.decision;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.holder.Holder;
import covenant.consent.holder.RecipientCheck;
import covenant.consent.source.Source;
import covenant.consent.subject.Ages;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.platform.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides, purely, in this order: erased or restricted; the category does not belong to the purpose; an exception in force;
 * minors; the third-party source; a live consent for the purpose; a separate and a written consent where one is needed; the
 * recipient; an update notice that has still to be shown. What is not known is denied.
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
            return deny(
                    question.category().equals(Category.COOKIE_ID)
                            ? ProblemCode.PURPOSE_NOT_COVERED
                            : ProblemCode.CATEGORY_NOT_ALLOWED_FOR_PURPOSE);
        }
        if (facts.exception().isPresent() && question.recipient() == null) {
            return new Verdict.Permit(
                    "EXCEPTION", null, facts.exception().get(), version(), obligations(category.get(), false));
        }
        return withoutSwitch(use.get(), category.get())
                .or(() -> minor(use.get()))
                .or(() -> source(category.get()))
                .orElseGet(() -> byConsent(use.get(), category.get()));
    }

    /** Law or contract carries it once the policy was accepted; storage and security go on after the account was closed. */
    private Optional<Verdict> withoutSwitch(Purpose use, Category category) {
        boolean archive = use.code().equals(Purpose.LEGAL_ARCHIVE);
        if (!use.withoutSwitch() || (question.fromThirdParty() && !archive)) {
            return Optional.empty();
        }
        if (state.acceptedVersion() == null && !state.restricted()) {
            return Optional.of(deny(ProblemCode.CONSENT_REQUIRED));
        }
        return Optional.of(recipient(use, null)
                .map(this::deny)
                .orElseGet(() -> new Verdict.Permit(
                        use.bases().getFirst(), null, null, version(), obligations(category, archive))));
    }

    private Optional<Verdict> minor(Purpose use) {
        if (facts.age().isEmpty()) {
            return Optional.empty();
        }
        int age = facts.age().get();
        if (age < Ages.OWN_CONSENT && !guardianAgrees(use)) {
            return Optional.of(deny(ProblemCode.GUARDIAN_CONSENT_REQUIRED));
        }
        return age < Ages.ADULT && use.forAdultsOnly()
                ? Optional.of(deny(ProblemCode.MINOR_NOT_ALLOWED))
                : Optional.empty();
    }

    private boolean guardianAgrees(Purpose use) {
        return Coverage.of(state, catalogue, use.code()).stream().anyMatch(c -> c.inForce(now) && c.guardian());
    }

    /** A registered source that may pass the data on; an account elsewhere is its own (R-1.1.3-1, R-1.4.1-1). */
    private Optional<Verdict> source(Category category) {
        if (!question.fromThirdParty()) {
            return Optional.empty();
        }
        if (state.acceptedVersion() == null) {
            return Optional.of(deny(ProblemCode.CONSENT_REQUIRED));
        }
        boolean login = category.name().equals(Category.LOGIN_ID)
                || state.consents().stream()
                        .anyMatch(c -> relevant(c)
                                && c.source() != null
                                && c.source().startsWith(Source.LOGIN)
                                && c.categories().contains(category.name()));
        return login || !facts.sources().isEmpty()
                ? Optional.empty()
                : Optional.of(deny(ProblemCode.SOURCE_EVIDENCE_MISSING));
    }

    private Verdict byConsent(Purpose use, Category category) {
        boolean separateNeeded = catalogue.needsSeparateConsent(use, category);
        boolean forPurpose = false;
        boolean covered = false;
        LiveConsent consent = null;
        for (LiveConsent c : Coverage.of(state, catalogue, use.code())) {
            boolean counts = relevant(c);
            boolean covers = counts && c.categories().contains(category.name());
            forPurpose |= counts;
            covered |= covers;
            if (covers && (c.separate() || !separateNeeded) && (consent == null || carriesMore(c, consent))) {
                consent = c;
            }
        }
        if (!forPurpose || (!covered && !separateNeeded)) {
            return deny(notCovered(category));
        }
        if (consent == null) {
            return deny(ProblemCode.SEPARATE_CONSENT_REQUIRED);
        }
        if (fromOrToCreditAgency(category) && !consent.written()) {
            return deny(ProblemCode.WRITTEN_CONSENT_REQUIRED);
        }
        Optional<ProblemCode> problem = recipient(use, consent).or(() -> unseenNotice(use));
        return problem.isPresent()
                ? deny(problem.get())
                : new Verdict.Permit(
                        basis(use, consent),
                        consent.id(),
                        null,
                        Integer.toString(consent.policyVersion()),
                        obligations(category, false));
    }

    /** One that names the recipient goes before one that does not, then a written one. */
    private boolean carriesMore(LiveConsent c, LiveConsent than) {
        return names(c) == names(than) ? c.written() && !than.written() : names(c);
    }

    /** About data from where the question says, and from the one source that it names. */
    private boolean relevant(LiveConsent c) {
        boolean named = question.sourceId() == null
                || question.sourceId().equals(c.source())
                || LiveConsent.ANY_THIRD_PARTY.equals(c.source());
        return c.inForce(now) && named && c.speaksOf(question.category(), question.fromThirdParty());
    }

    /** 征信业管理条例 art. 18: written, with the use stated (R-1.2.2-3). */
    private boolean fromOrToCreditAgency(Category category) {
        return category.fromCreditAgency()
                || facts.sources().stream().anyMatch(s -> s.kind() == Source.Kind.CREDIT_AGENCY)
                || facts.recipient()
                        .filter(h -> h.entry().kind() == HolderEntry.Kind.CREDIT_AGENCY)
                        .isPresent();
    }

    /** No channel reached the person: what is optional waits until the notice was shown (R-6.2-4). */
    private Optional<ProblemCode> unseenNotice(Purpose use) {
        return state.marks().noticePending() != null && !use.mandatory()
                ? Optional.of(ProblemCode.NOTICE_NOT_DELIVERED)
                : Optional.empty();
    }

    private boolean names(LiveConsent consent) {
        return question.recipient() != null && question.recipient().equals(consent.recipient());
    }

    /** Collected for another purpose, or not at all (R-1.5.5-1). */
    private ProblemCode notCovered(Category category) {
        return state.consents().stream()
                        .anyMatch(c -> relevant(c) && c.categories().contains(category.name()))
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
        List<String> mask = category.mask() == null ? List.of() : List.of("MASK_" + category.mask());
        return storageOnly
                ? Stream.concat(Stream.of(STORAGE_ONLY), mask.stream()).toList()
                : mask;
    }

    private Verdict deny(ProblemCode code) {
        return new Verdict.Deny(code, version());
    }

    private @Nullable String version() {
        Integer accepted = state.acceptedVersion();
        return accepted == null ? null : accepted.toString();
    }
}
