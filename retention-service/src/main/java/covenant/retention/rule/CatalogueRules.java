package covenant.retention.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first rules, derived from the retention column of the shipped catalogue (requirements 3.3): every category that may be
 * stored goes within a month, longer only where a law is named.
 */
final class CatalogueRules {
    static final String RESOURCE = "/catalogue/catalogue-1.json";

    /** Security logs outlive the month as a category of their own (R-CAT-3). */
    static final String SECURITY_LOG = "network_id.ip_address@securityLog";

    private static final Period MONTH = Period.ofMonths(1);
    private static final String AML_LAW = "Anti-Money-Laundering Law of the PRC (2024 revision)";
    private static final Statutory IDENTITY =
            new Statutory(AML_LAW, "34(3)", Period.ofYears(10), Anchor.RELATIONSHIP_END, true);
    private static final Statutory TRANSACTION =
            new Statutory(AML_LAW, "34(3)", Period.ofYears(10), Anchor.RECORD_DATE, true);
    private static final Statutory LOGS =
            new Statutory("Cybersecurity Law of the PRC", "23(3)", Period.ofMonths(6), Anchor.RECORD_DATE, false);
    /** Three years after the erasure, which itself comes a month after the closing. */
    private static final Statutory EVIDENCE = new Statutory(
            "Civil Code of the PRC", "188", Period.ofYears(3).plusMonths(1), Anchor.ACCOUNT_CLOSED, false);

    private static final Statutory DEFAULTS = new Statutory(
            "Regulation on the Administration of the Credit Reporting Industry",
            "16",
            Period.ofYears(5),
            Anchor.RECORD_DATE,
            false);

    private CatalogueRules() {}

    static List<RetentionRule> read(ObjectMapper json) {
        try (InputStream in = CatalogueRules.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource " + RESOURCE);
            }
            List<RetentionRule> rules = new ArrayList<>();
            for (JsonNode category : json.readTree(in).path("categories")) {
                List<String> retention = new ArrayList<>();
                category.path("retention").forEach(code -> retention.add(code.asText()));
                rules.addAll(rulesOf(
                        category.path("name").asText(),
                        retention,
                        category.path("selfDeletable").asBoolean()));
            }
            return List.copyOf(rules);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    static List<RetentionRule> rulesOf(String category, List<String> retention, boolean selfDeletable) {
        if (retention.contains("NEVER")) {
            return List.of();
        }
        List<RetentionRule> rules = new ArrayList<>();
        rules.add(rule(category, statutory(retention, selfDeletable)));
        if (retention.contains("LOG-6M")) {
            rules.add(rule(SECURITY_LOG, LOGS));
        }
        return rules;
    }

    /**
     * A category that the person may delete alone (a bound card) is not itself the statutory record: its number inside
     * transactions stays with those (R-5.2-1).
     */
    private static @Nullable Statutory statutory(List<String> retention, boolean selfDeletable) {
        for (String code : retention) {
            Statutory found = switch (code) {
                case "AML-ID" -> IDENTITY;
                case "AML-TX" -> selfDeletable ? null : TRANSACTION;
                case "EVIDENCE-3Y" -> EVIDENCE;
                case "DEFAULT-5Y" -> DEFAULTS;
                case "M1", "PUR", "LOG-6M", "OTP-10M", "UNLINK", "COOKIE-LIFETIME", "DAYS-90" -> null;
                default -> throw new IllegalStateException("Retention code without a meaning: " + code);
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static RetentionRule rule(String category, @Nullable Statutory statutory) {
        return new RetentionRule(category, 1, MONTH, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, statutory);
    }
}
