package covenant.notification.template;

/** Escaping per channel: what a parameter holds can break out of none of them. */
public final class Escape {
    private Escape() {}

    /** Drops control and direction-changing characters, keeps line breaks. */
    static String withoutControls(String text) {
        return text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n]]", "");
    }

    /** One line: for mail subjects and titles, so that no header can be injected (RFC 5322 2.2). */
    public static String oneLine(String text) {
        return withoutControls(text).replaceAll("\\s+", " ").strip();
    }

    public static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** A plain text as an HTML document: blank lines part paragraphs. */
    public static String document(String locale, String title, String text) {
        StringBuilder body = new StringBuilder();
        for (String paragraph : text.strip().split("\\n{2,}")) {
            body.append("<p>").append(html(paragraph).replace("\n", "<br>\n")).append("</p>\n");
        }
        return "<!DOCTYPE html>\n<html lang=\"" + html(locale) + "\">\n<head><meta charset=\"UTF-8\"><title>"
                + html(title) + "</title></head>\n<body>\n" + body + "</body>\n</html>\n";
    }
}
