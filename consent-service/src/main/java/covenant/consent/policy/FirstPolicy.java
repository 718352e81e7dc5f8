package covenant.consent.policy;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.policy.PolicyContent.Controller;
import covenant.consent.policy.PolicyContent.DeclaredChange;
import covenant.consent.policy.PolicyContent.PolicyPurpose;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyContent.Right;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Version 1: the text of 《信用卡代还隐私政策》, byte for byte, and its structure. Rights and safeguards say what the clauses promise; the
 * source marks no bold sections in plain text, so those that touch sensitive data and rights are taken as highlighted.
 */
final class FirstPolicy {
    private static final String TEXT = "/policy/policy-1.zh-CN.txt";
    private static final String ONE_MONTH = "P1M";

    private FirstPolicy() {}

    static PolicyContent content(Controller controller) {
        return new PolicyContent(
                "1",
                "zh-CN",
                "信用卡代还隐私政策",
                text(),
                List.of(
                        "1.2.1", "1.2.2", "1.2.3", "1.3", "3.1.1", "3.1.6", "3.2", "3.3", "4.2.2", "5.2", "5.2.2",
                        "6.1"),
                controller,
                DeclaredChange.MATERIAL,
                purposes(CatalogueFile.read()),
                List.of(
                        new PolicyRecipient(
                                "identity-verifier",
                                "IDENTITY_VERIFIER",
                                true,
                                List.of("REAL_NAME_VERIFICATION"),
                                List.of(
                                        "basic.mobile_phone",
                                        "basic.name",
                                        "identity.national_id",
                                        "financial.bank_card")),
                        new PolicyRecipient(
                                "consumer-protection",
                                "CONSUMER_PROTECTION",
                                false,
                                List.of("SUPPORT_AND_COMPLAINTS"),
                                List.of("basic.name", "identity.national_id", "service.complaint_content")),
                        new PolicyRecipient(
                                "regulator",
                                "REGULATOR",
                                false,
                                List.of("SUPPORT_AND_COMPLAINTS"),
                                List.of("basic.name", "identity.national_id", "service.complaint_content")),
                        new PolicyRecipient(
                                "service-partners",
                                "PARTNER",
                                false,
                                List.of("SERVICE_DELIVERY"),
                                List.of("service.order", "account.profile", "device.id"))),
                rights(),
                List.of(
                        "NATIONAL_SECURITY",
                        "PUBLIC_SAFETY_HEALTH",
                        "CRIMINAL_JUSTICE",
                        "BAD_FAITH_OR_ABUSE",
                        "SERIOUS_HARM"),
                List.of(
                        "ENCRYPTED_STORAGE",
                        "TLS",
                        "MASKING",
                        "MLPS_LEVEL_3",
                        "ISO_27001",
                        "MULTI_FACTOR_AUTHENTICATION",
                        "ACCESS_AUDIT",
                        "STORED_IN_CHINA"));
    }

    private static List<PolicyPurpose> purposes(Catalogue catalogue) {
        return catalogue.purposes().stream()
                .filter(p -> p.parent() == null)
                .map(p -> purpose(catalogue, p))
                .toList();
    }

    private static PolicyPurpose purpose(Catalogue catalogue, Purpose p) {
        return new PolicyPurpose(
                p.code(),
                p.label().zh(),
                p.mandatory(),
                p.bases().getFirst(),
                catalogue.categoriesOf(p).stream()
                        .filter(c -> c.state() != Category.State.FORBIDDEN)
                        .map(Category::name)
                        .toList(),
                p.separate(),
                p.parts().stream()
                        .filter(code -> !catalogue.purpose(code).orElseThrow().mandatory())
                        .toList(),
                p.code().equals(Purpose.LEGAL_ARCHIVE) ? "P10Y" : ONE_MONTH);
    }

    private static List<Right> rights() {
        return List.of(
                new Right("ACCESS", "IN_SERVICE_OR_CONTACT", "P30D", true),
                new Right("COPY", "CONTACT", "P30D", false),
                new Right("CORRECTION", "IN_SERVICE_OR_CONTACT", "P30D", true),
                new Right("DELETION", "CONTACT", "P30D", false),
                new Right("DELETION_OF_BOUND_CARDS", "IN_SERVICE", null, true),
                new Right("WITHDRAWAL", "IN_SERVICE", null, true),
                new Right("RESTRICTION", "CONTACT", "P30D", false),
                new Right("PORTABILITY", "CONTACT", "P30D", false),
                new Right("EXPLANATION", "CONTACT", "P30D", false),
                new Right("ACCOUNT_CLOSURE", "IN_SERVICE", null, true),
                new Right("COMPLAINT", "CONTACT", "P30D", false));
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(FirstPolicy.class.getResourceAsStream(TEXT), TEXT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
