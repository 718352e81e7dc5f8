package covenant.notification.template;

/**
 * A message in its person's language.
 *
 * @param subject one line
 * @param text plain text
 * @param html the same text as an HTML document, everything in it escaped
 * @param templateVersion the version that it was rendered from
 */
public record Rendered(String locale, String subject, String text, String html, int templateVersion) {
    @Override
    public String toString() {
        return "Rendered[" + locale + ", version " + templateVersion + "]";
    }
}
