package covenant.platform.masking;

import java.text.Normalizer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Free text: what looks like a number or address of a person is masked before the text is cut. */
final class TextMask {
    private static final int SHOWN = 200;
    /** Only so much is searched: the rest is never shown, and a caller's megabytes cost nothing. */
    private static final int SEARCHED = 4_000;

    private static final String SEPARATOR = "[ \\-\\u00a0]?";
    private static final Pattern EMAIL = Pattern.compile(
            "[\\p{L}\\p{N}._%+\\-]{1,64}[@＠][\\p{L}\\p{N}\\-]{1,63}(?:\\.[\\p{L}\\p{N}\\-]{1,63}){1,5}");
    private static final Pattern LANDLINE = Pattern.compile("(?<!\\p{Nd})0\\p{Nd}{2,3}-\\p{Nd}{7,8}(?!\\p{Nd})");
    private static final Pattern NUMBER = Pattern.compile(
            "(?<![\\p{Nd}])[+＋]?\\p{Nd}(?:" + SEPARATOR + "\\p{Nd}){10,}+(?:" + SEPARATOR + "[XxＸｘ](?![A-Za-z0-9]))?");
    private static final Pattern MOBILE = Pattern.compile("(?:\\+?86|0086)?1[0-9]{10}");
    private static final Pattern IDENTITY = Pattern.compile("[0-9]{17}[0-9Xx]|[0-9]{15}");

    private TextMask() {}

    static String text(String value) {
        String searched = Stars.first(value, SEARCHED);
        String masked = replace(EMAIL, searched, match -> NameMask.email(match.replace('＠', '@')));
        masked = replace(LANDLINE, masked, match -> NumberMask.landline(ascii(match)));
        masked = replace(NUMBER, masked, TextMask::number);
        return Stars.first(masked, SHOWN);
    }

    private static String number(String found) {
        String digits = ascii(found).replaceAll("[ \\-\\u00a0]", "");
        if (MOBILE.matcher(digits).matches()) {
            return NumberMask.mobile(digits.startsWith("86") ? "+" + digits : digits);
        }
        if (IDENTITY.matcher(digits).matches()) {
            return NumberMask.identityNumber(digits, 1, 1);
        }
        return Stars.keep(digits, 0, 4);
    }

    private static String ascii(String digits) {
        return Normalizer.normalize(digits, Normalizer.Form.NFKC);
    }

    private static String replace(Pattern pattern, String text, UnaryOperator<String> mask) {
        return pattern.matcher(text)
                .replaceAll((MatchResult match) -> java.util.regex.Matcher.quoteReplacement(mask.apply(match.group())));
    }
}
