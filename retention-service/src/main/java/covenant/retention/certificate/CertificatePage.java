package covenant.retention.certificate;

import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The certificate for people: one page of HTML, bilingual, without script. Every value is escaped. */
final class CertificatePage {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private CertificatePage() {}

    static String of(CertificateDocument c, Certificate issued) {
        return """
                <!DOCTYPE html>
                <html lang="zh-CN"><head><meta charset="utf-8"><title>删除证明 · Certificate of erasure</title>
                <style>body{font:15px sans-serif;max-width:60em;margin:2em auto}table{border-collapse:collapse;width:100%%}
                td,th{border:1px solid #999;padding:.3em;text-align:left;vertical-align:top}</style></head><body>
                <h1>个人信息删除证明 · Certificate of erasure</h1>
                <p>Case %s, no. %d, subject %s, cause %s.<br>Due %s, erased live %s, completed %s,
                keys destroyed %s (Asia/Shanghai).</p>
                <h2>已删除 · Erased</h2><table><tr><th>Category</th><th>Method</th><th>Rule</th></tr>%s</table>
                <h2>依法保留 · Kept</h2><table><tr><th>Category</th><th>Because</th><th>Law</th><th>Until</th></tr>%s</table>
                <h2>确认方 · Who confirmed</h2><table><tr><th>Holder</th><th>Categories</th><th>Status</th><th>Records</th>
                <th>Done</th><th>Confirmed</th></tr>%s</table>
                <h2>备份 · Backups</h2><table><tr><th>Holder</th><th>Refreshed</th></tr>%s</table>
                <p>SHA-256 of the signed document: <code>%s</code></p></body></html>
                """.formatted(
                        c.caseId(),
                        c.number(),
                        text(c.subjectId()),
                        c.cause(),
                        at(c.dueAt()),
                        at(c.erasedLiveAt()),
                        at(c.completedAt()),
                        at(c.keysDestroyedAt()),
                        rows(c.erased(), e -> row(e.category(), e.method(), e.rule() + " v" + e.ruleVersion())),
                        rows(
                                c.kept(),
                                k -> row(
                                        k.category(),
                                        k.because().name(),
                                        k.law() == null ? "" : k.law() + ", art. " + k.article(),
                                        at(k.until()))),
                        rows(
                                c.holders(),
                                h -> row(
                                        h.holder(),
                                        String.join(", ", h.categories()),
                                        h.status().name() + (h.outcome() == null ? "" : " " + h.outcome()),
                                        Long.toString(h.records()),
                                        at(h.doneAt()),
                                        at(h.confirmedAt()))),
                        rows(c.backups(), b -> row(b.holder(), at(b.refreshedAt()))),
                        text(issued.sha256()));
    }

    private static <T> String rows(Collection<T> values, java.util.function.Function<T, String> row) {
        return values.stream().map(row).collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return java.util.Arrays.stream(cells)
                .map(cell -> "<td>" + text(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String at(@Nullable Instant instant) {
        return instant == null ? "–" : LOCAL.format(instant.atZone(LegalCalendar.ZONE));
    }

    private static String text(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
