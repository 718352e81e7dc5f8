package covenant.notification.template;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parameters in the words of one language: {@code changes@en} becomes {@code changes} for English readers; an instant
 * becomes a date and time in Asia/Shanghai (T-1).
 */
final class Localised {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");
    private static final DateTimeFormatter CHINESE =
            DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm（北京时间）", Locale.CHINA).withZone(SHANGHAI);
    private static final DateTimeFormatter ENGLISH = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm '(Beijing time)'", Locale.ENGLISH)
            .withZone(SHANGHAI);

    private Localised() {}

    static Map<String, String> parameters(Map<String, String> given, String locale) {
        Map<String, String> words = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            int at = name.indexOf('@');
            if (at < 0) {
                words.putIfAbsent(name, inWords(value, locale));
            } else if (name.substring(at + 1).equals(locale)) {
                words.put(name.substring(0, at), inWords(value, locale));
            }
        });
        return words;
    }

    private static String inWords(String value, String locale) {
        if (!INSTANT.matcher(value).matches()) {
            return value;
        }
        try {
            Instant instant = Instant.parse(value);
            return (Locales.isChinese(locale) ? CHINESE : ENGLISH).format(instant);
        } catch (DateTimeParseException e) {
            return value;
        }
    }
}
