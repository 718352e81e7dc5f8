package covenant.notification.announcement;

import covenant.notification.template.Escape;
import covenant.notification.template.Locales;
import java.util.List;

/** Announcements as plain HTML pages; every value is escaped. */
final class AnnouncementPages {
    private AnnouncementPages() {}

    static String one(Announcement a, boolean chinese) {
        return Escape.document(
                chinese ? Locales.CHINESE : Locales.ENGLISH,
                a.title(chinese),
                a.title(chinese) + "\n\n" + a.text(chinese) + "\n\n" + a.publishedAt());
    }

    static String list(List<Announcement> announcements, boolean chinese) {
        String title = chinese ? "公告" : "Announcements";
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"")
                .append(chinese ? Locales.CHINESE : Locales.ENGLISH)
                .append("\">\n<head><meta charset=\"UTF-8\"><title>")
                .append(title)
                .append(
                        "</title><link rel=\"alternate\" type=\"application/atom+xml\" href=\"announcements.atom\"></head>\n")
                .append("<body>\n<h1>")
                .append(title)
                .append("</h1>\n");
        for (Announcement a : announcements) {
            html.append("<article><h2><a href=\"announcements/")
                    .append(a.id())
                    .append("\">")
                    .append(Escape.html(a.title(chinese)))
                    .append("</a></h2><p>")
                    .append(a.publishedAt())
                    .append("</p></article>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }
}
