package covenant.notification.template;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that ship. Whoever asked for another one gets the nearest, and Chinese when none is near. */
public final class Locales {
    public static final String CHINESE = "zh-CN";
    public static final String ENGLISH = "en";
    public static final List<String> SHIPPED = List.of(CHINESE, ENGLISH);

    private Locales() {}

    /** {@code zh-HK -> zh-CN}, {@code en-GB -> en}, {@code fr -> en}, absent {@code -> zh-CN}. */
    public static String nearest(@Nullable String tag) {
        if (tag == null || tag.isBlank()) {
            return CHINESE;
        }
        return Locale.forLanguageTag(tag).getLanguage().equals("zh") ? CHINESE : ENGLISH;
    }

    static boolean isChinese(String locale) {
        return locale.startsWith("zh");
    }
}
