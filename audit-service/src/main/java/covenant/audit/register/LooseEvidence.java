package covenant.audit.register;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evidence that is told as a plain fact: its type names a kind of evidence, and its details have a title or an end. Pure. */
final class LooseEvidence {

    private static final int TITLE = 200;
    private static final int SHORT = 100;
    private static final Map<String, String> KINDS = Map.of(
            "certificat",
            "CERTIFICATE",
            "training",
            "TRAINING",
            "audit",
            "AUDIT",
            "agreement",
            "AGREEMENT",
            "evidence",
            "OTHER");

    private LooseEvidence() {}

    static Optional<EvidenceItem> of(String type, @Nullable JsonNode details) {
        if (details == null || !details.isObject()) {
            return Optional.empty();
        }
        JsonNode evidence = details.path("evidence").isObject() ? details.path("evidence") : details;
        @Nullable LocalDate validUntil = date(evidence, "validUntil");
        Optional<String> kind = kind(type);
        if (kind.isEmpty() && validUntil == null) {
            return Optional.empty();
        }
        return Optional.of(new EvidenceItem(
                kind.orElse("OTHER"),
                first(evidence, TITLE, "title", "name", "certificate", "standard", "course")
                        .orElse(type),
                first(evidence, SHORT, "number", "certificateNumber").orElse(null),
                first(evidence, TITLE, "issuer").orElse(null),
                first(evidence, 64, "holder", "operator").orElse(null),
                date(evidence, "issuedOn"),
                validUntil,
                first(evidence, 64, "scanSha256", "scanHash", "sha256").orElse(null)));
    }

    private static Optional<String> kind(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return KINDS.keySet().stream()
                .filter(lower::contains)
                .sorted()
                .findFirst()
                .map(KINDS::get);
    }

    private static Optional<String> first(JsonNode node, int most, String... names) {
        for (String name : names) {
            String text = node.path(name).asText("");
            if (!text.isBlank() && text.length() <= most) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static @Nullable LocalDate date(JsonNode node, String name) {
        try {
            return node.path(name).isTextual() ? LocalDate.parse(node.path(name).asText()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
