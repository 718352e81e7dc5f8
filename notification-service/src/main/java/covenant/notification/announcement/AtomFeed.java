package covenant.notification.announcement;

import covenant.notification.template.Escape;
import java.util.List;

/** RFC 4287. Ids are the announcements' URNs and never change. */
final class AtomFeed {
    private AtomFeed() {}

    static String of(String publicUrl, List<Announcement> newestFirst, boolean chinese) {
        String updated = newestFirst.isEmpty()
                ? "2026-01-01T00:00:00Z"
                : newestFirst.getFirst().publishedAt().toString();
        StringBuilder feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n")
                .append(element("title", chinese ? "公告" : "Announcements"))
                .append(element("id", publicUrl + "/v1/announcements.atom"))
                .append(element("updated", updated))
                .append("<author>")
                .append(element("name", "Covenant"))
                .append("</author>\n<link rel=\"self\" href=\"")
                .append(Escape.html(publicUrl))
                .append("/v1/announcements.atom\"/>\n");
        for (Announcement a : newestFirst) {
            feed.append("<entry>\n")
                    .append(element("title", a.title(chinese)))
                    .append(element("id", "urn:uuid:" + a.id()))
                    .append(element("updated", a.publishedAt().toString()))
                    .append("<link href=\"")
                    .append(Escape.html(a.url()))
                    .append("\"/>\n<category term=\"")
                    .append(a.messageClass())
                    .append("\"/>\n<content type=\"text\">")
                    .append(Escape.html(a.text(chinese)))
                    .append("</content>\n</entry>\n");
        }
        return feed.append("</feed>\n").toString();
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + Escape.html(text) + "</" + name + ">\n";
    }
}
