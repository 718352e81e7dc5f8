package covenant.consent.sharing;

import covenant.consent.evidence.Evidence;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a demand by law must show (policy 3.1.1(2), 3.2.2, 3.3.2; PIPL art. 41). */
final class LegalDocument {
    private static final List<String> ENDS_OF_A_COMPANY =
            List.of("MERGER", "SPLIT", "DIVISION", "BANKRUPTCY", "INSOLVENCY", "DISSOLUTION", "合并", "分立", "破产", "解散");

    private LegalDocument() {}

    /** A foreign demand counts only with the approval of the Chinese authority (PIPL art. 41, Data Security Law art. 36). */
    static Optional<Refusal> foreign(Evidence evidence) {
        return evidence.foreignAuthority() && !Evidence.given(evidence.approvalReference())
                ? Optional.of(Refusal.of(
                        ProblemCode.CROSS_BORDER_NOT_ALLOWED,
                        "A foreign demand needs the Chinese authority's approval."))
                : Optional.empty();
    }

    /** Type, number, authority, scan, and at least one of the categories. */
    static Optional<Refusal> complete(SharingCommand c) {
        return c.evidence().completeLegalDocument() && !demanded(c).isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.of(
                        ProblemCode.LEGAL_DOCUMENT_REQUIRED, "The legal document, or what it lists, is missing."));
    }

    /** What an association demands is not law (R-3.3.2-2). */
    static Optional<Refusal> associationAlone(SharingCommand c, boolean consented) {
        Evidence evidence = c.evidence();
        boolean association = mentions(evidence.documentType(), "ASSOCIATION", "协会")
                || mentions(evidence.authority(), "ASSOCIATION", "协会");
        return association && !evidence.namesLaw() && !consented
                ? Optional.of(Refusal.of(
                        ProblemCode.LEGAL_DOCUMENT_REQUIRED, "An association's demand needs a law or a consent."))
                : Optional.empty();
    }

    /** Merger, split, bankruptcy, dissolution: people are told before, court or not (PIPL art. 22). */
    static boolean endsTheCompany(Evidence evidence) {
        return mentions(evidence.documentType(), ENDS_OF_A_COMPANY.toArray(String[]::new));
    }

    /** The categories that the document lists, of those asked for. */
    static List<String> demanded(SharingCommand c) {
        List<String> listed =
                c.evidence().categories() == null ? List.of() : c.evidence().categories();
        return c.categories().stream().filter(listed::contains).toList();
    }

    private static boolean mentions(@org.jspecify.annotations.Nullable String text, String... words) {
        String upper = text == null ? "" : text.toUpperCase(Locale.ROOT);
        return Stream.of(words).anyMatch(upper::contains);
    }
}
