package covenant.notification.template;

import java.util.Map;

/**
 * A message in its person's language.
 *
 * @param subject one line
 * @param text plain text
 * @param html the same text as an HTML document, everything in it escaped
 * @param template its name
 * @param words what the template was filled with, in the person's language
 * @param templateVersion the version that it was rendered from
 */
public record Rendered(
        String locale,
        String subject,
        String text,
        String html,
        String template,
        int templateVersion,
        Map<String, String> words) {
    @Override
    public String toString() {
        return "Rendered[" + locale + ", version " + templateVersion + "]";
    }
}
