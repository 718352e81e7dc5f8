package covenant.request.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.time.LegalCalendar;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The package for people: {@code index.html}, without script and without anything loaded from elsewhere. */
final class HtmlExport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(LegalCalendar.ZONE);
    private static final String HEAD = """
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>个人信息副本</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
            table{border-collapse:collapse;margin:.5em 0}td,th{border:1px solid #bbb;padding:.2em .6em;text-align:left;
            vertical-align:top}th{background:#f2f2f2}</style></head><body>
            """;

    private final ItemReader items;

    HtmlExport(ObjectMapper json) {
        this.items = new ItemReader(json);
    }

    void write(PackageContent content, List<PackageContent.Source> sources, OutputStream out) throws IOException {
        Writer w = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        w.write(HEAD);
        about(content, w);
        data(content, sources, w);
        table(
                w,
                "您的信息如何被处理 · How your data is processed",
                List.of("类别 Category", "目的 Purposes", "来源 Sources", "保存至 Kept until"),
                content.categories(),
                c -> List.of(
                        c.label() + " " + c.name(),
                        String.join("；", c.purposes()),
                        String.join(", ", c.sources()),
                        until(c.retention())));
        table(
                w,
                "接收方 · Recipients",
                List.of("接收方 Recipient", "时间 When", "目的 Purpose", "依据 Ground", "类别 Categories"),
                content.recipients(),
                r -> List.of(r.recipient(), time(r.at()), r.purpose(), r.ground(), String.join(", ", r.categories())));
        table(
                w,
                "未经同意的例外使用 · Uses by exception",
                List.of("例外 Exception", "时间 When", "目的 Purpose", "类别 Category"),
                content.exceptions(),
                e -> List.of(e.code(), time(e.at()), e.purpose(), e.category()));
        table(
                w,
                "同意记录 · Consents",
                List.of("目的 Purpose", "状态 Status", "类别 Categories"),
                content.consents(),
                c -> List.of(c.purpose(), c.status(), String.join(", ", c.categories())));
        table(
                w,
                "未提供的类别及理由 · Not included, and why",
                List.of("类别 Category", "理由 Reason"),
                content.restricted(),
                r -> List.of(r.label() + " " + r.category(), r.reason()));
        table(
                w,
                "未持有的类别 · Not held",
                List.of("类别 Category", "理由 Reason"),
                content.notHeld(),
                r -> List.of(r.label() + " " + r.category(), r.reason()));
        table(
                w,
                "未交付的系统及其理由 · Systems that gave reasons",
                List.of("系统 System", "类别 Categories", "理由 Reason"),
                content.withheld(),
                h -> List.of(h.holder(), String.join(", ", h.categories()), h.reason()));
        table(w, "尚未答复的系统 · Still missing", List.of("系统 System"), content.missing(), List::of);
        w.write("</body></html>\n");
        w.flush();
    }

    private static void about(PackageContent c, Writer w) throws IOException {
        w.write("<h1>您的个人信息 · Your personal information</h1><p>" + escape(c.controller()) + "<br>"
                + escape(c.contact()) + "<br>" + escape(c.responsible()) + "</p><p>请求 Request " + c.requestId() + " ("
                + escape(c.type()) + ")<br>用户标识 Subject " + escape(c.subjectId()) + "<br>生成时间 Made at "
                + time(c.builtAt()) + (c.partial() ? "<br><strong>部分答复 · A part is missing</strong>" : "") + "</p>\n");
    }

    private void data(PackageContent content, List<PackageContent.Source> sources, Writer w) throws IOException {
        Map<String, String> labels = content.categories().stream()
                .collect(Collectors.toMap(
                        PackageContent.CategoryEntry::name, c -> c.label() + " · " + c.labelEn(), (a, b) -> a));
        for (PackageContent.Source source : sources) {
            w.write("<h2>" + escape(source.holderName()) + " (" + escape(source.holderId()) + ")</h2>\n");
            items.read(source, new ItemReader.Visitor() {
                @Override
                public void category(String name) throws IOException {
                    w.write("<h3>" + escape(labels.getOrDefault(name, name)) + "</h3>\n");
                }

                @Override
                public void item(String category, JsonNode item) throws IOException {
                    item(w, item);
                }

                @Override
                public void endOfCategory(String name) {}

                private void item(Writer out, JsonNode item) throws IOException {
                    if (!item.isObject()) {
                        out.write("<p>" + escape(text(item)) + "</p>\n");
                        return;
                    }
                    out.write("<table>");
                    for (Map.Entry<String, JsonNode> field : item.properties()) {
                        out.write("<tr><th>" + escape(field.getKey()) + "</th><td>" + escape(text(field.getValue()))
                                + "</td></tr>");
                    }
                    out.write("</table>\n");
                }
            });
        }
    }

    private static <T> void table(
            Writer w, String title, List<String> head, List<T> rows, Function<T, List<String>> cells)
            throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        w.write("<h2>" + title + "</h2><table>" + row("th", head));
        for (T row : rows) {
            w.write(row("td", cells.apply(row)));
        }
        w.write("</table>\n");
    }

    private static String row(String cell, List<String> texts) {
        return texts.stream()
                .map(text -> "<" + cell + ">" + escape(text) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String until(PackageContent.Retention r) {
        String law = r.law() == null ? "" : " (" + r.law() + ")";
        return (r.until() == null ? r.rule() : time(r.until()) + " " + r.rule()) + law;
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private static String text(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    /** For text and for attributes in double quotes. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
