package covenant.audit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.log.NoteSigner;
import covenant.audit.text.Html;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compliance audit in each of its forms: the report, its counts, the verification's result, and what signs them. */
final class ComplianceView {

    private final Report report;
    private final AuditPackage audit;
    private final NoteSigner signer;
    private final String reportJson;
    private final String manifest;

    ComplianceView(Report report, AuditPackage audit, NoteSigner signer, ObjectMapper json) {
        this.report = withCounts(report, audit);
        this.audit = audit;
        this.signer = signer;
        this.reportJson = write(json, body());
        this.manifest = audit.manifest(signer, sha256(reportJson));
    }

    private static Report withCounts(Report report, AuditPackage audit) {
        List<ReportTable> tables = new ArrayList<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        audit.counts().forEach((type, number) -> rows.add(List.of(type, number)));
        tables.add(new ReportTable("counts", "Entries by type", 1, List.of("type", "entries"), rows));
        tables.addAll(report.tables());
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("total", audit.total());
        figures.put("verified", audit.verified().ok());
        figures.putAll(report.figures());
        return new Report(
                report.kind(),
                report.period(),
                report.generatedAt(),
                report.head(),
                report.entries(),
                report.erased(),
                figures,
                tables);
    }

    private Map<String, @Nullable Object> body() {
        Map<String, @Nullable Object> body = report.toMap();
        body.put("total", audit.total());
        body.put("counts", audit.counts());
        Map<String, @Nullable Object> verification = new LinkedHashMap<>();
        verification.put("ok", audit.verified().ok());
        verification.put("entries", audit.verified().entries());
        verification.put("root", audit.verified().root());
        verification.put("firstBad", audit.verified().firstBad());
        verification.put("problem", audit.verified().problem());
        body.put("verification", verification);
        return body;
    }

    /** The report as it is signed. */
    String reportJson() {
        return reportJson;
    }

    /** Signed note over period, counts, run, proof and the hash of the report. */
    String manifest() {
        return manifest;
    }

    Report report() {
        return report;
    }

    /** The report with what signs it: {@code signature.manifest} names the SHA-256 of the text in {@code signature.report}. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = body();
        Map<String, Object> signature = new LinkedHashMap<>();
        signature.put("algorithm", "Ed25519");
        signature.put("key", signer.key().format());
        signature.put("manifest", manifest);
        signature.put("checkpoint", report.head().note());
        signature.put("report", reportJson);
        map.put("signature", signature);
        return map;
    }

    String html() {
        StringBuilder more = new StringBuilder();
        more.append(audit.verified().ok() ? "<p>" : "<p class=\"bad\">")
                .append(Html.escape(
                        audit.verified().ok()
                                ? "The whole log was verified: every leaf, tile, root and signature of its %d entries."
                                        .formatted(audit.verified().entries())
                                : "The log does not verify. First bad entry: %s; %s."
                                        .formatted(
                                                audit.verified().firstBad(),
                                                audit.verified().problem())))
                .append("</p>\n<h2>Signature</h2>\n<pre>")
                .append(Html.escape(manifest))
                .append("</pre>\n");
        return ReportHtml.of(report, more.toString());
    }

    private static String write(ObjectMapper json, Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain values", e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
