package covenant.consent.policy;

import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyContent.DeclaredChange;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyContent.Right;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version as it is shown; in lists without its text. */
record PolicyView(
        String version,
        PolicyVersion.Status status,
        String locale,
        String title,
        @Nullable String text,
        String sha256,
        List<String> highlightedSections,
        Controller controller,
        DeclaredChange declaredChange,
        List<PolicyPurpose> purposes,
        List<PolicyRecipient> recipients,
        List<Right> rights,
        List<String> refusalGrounds,
        List<String> safeguards,
        @Nullable String predecessor,
        boolean material,
        boolean reducesRights,
        boolean requiresReconsent,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant effectiveAt,
        @Nullable Instant activatedAt,
        @Nullable Instant retiredAt) {

    static PolicyView of(PolicyVersion v) {
        return of(v, v.content().text());
    }

    static PolicyView withoutText(PolicyVersion v) {
        return of(v, null);
    }

    private static PolicyView of(PolicyVersion v, @Nullable String text) {
        PolicyContent c = v.content();
        return new PolicyView(
                v.version(),
                v.status(),
                c.locale(),
                c.title(),
                text,
                v.sha256(),
                c.highlightedSections(),
                c.controller(),
                c.declaredChange(),
                c.purposes(),
                c.recipients(),
                c.rights(),
                c.refusalGrounds(),
                c.safeguards(),
                v.predecessor() == null ? null : Integer.toString(v.predecessor()),
                v.changes().material(),
                v.changes().reducesRights(),
                v.changes().requiresReconsent(),
                v.createdAt(),
                v.publishedAt(),
                v.effectiveAt(),
                v.activatedAt(),
                v.retiredAt());
    }
}
