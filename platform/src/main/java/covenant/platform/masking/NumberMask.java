package covenant.platform.masking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Telephone, identity and card numbers, dates of birth. */
final class NumberMask {
    private static final Pattern PHONE_FORM = Pattern.compile("\\+?[0-9 ()\\-]+");
    private static final Pattern MAINLAND_MOBILE = Pattern.compile("(\\+86|0086)?(1[0-9]{10})");
    private static final Pattern LANDLINE =
            Pattern.compile("(?:(0[0-9]{2,3})-|(010|02[0-9]|0[3-9][0-9]{2}))?([0-9][0-9\\-]{2,})");
    private static final Pattern IDENTITY_NUMBER = Pattern.compile("[0-9]{17}[0-9Xx]|[0-9]{15}");
    private static final Pattern DATE_WITH_YEAR_FIRST = Pattern.compile("([0-9]{4})(?![0-9]{5,}$)(.*)");

    private NumberMask() {}

    static String mobile(String value) {
        if (!PHONE_FORM.matcher(value).matches()) {
            return Stars.all(value);
        }
        String digits = value.replaceAll("[ ()\\-]", "");
        Matcher mainland = MAINLAND_MOBILE.matcher(digits);
        if (mainland.matches()) {
            String prefix = mainland.group(1) == null ? "" : mainland.group(1);
            return prefix + Stars.keep(mainland.group(2), 3, 4);
        }
        return digits.length() >= 7 ? Stars.keep(digits, 0, 4) : Stars.all(digits);
    }

    static String landline(String value) {
        Matcher form = LANDLINE.matcher(value);
        if (!form.matches()) {
            return Stars.all(value);
        }
        String number = form.group(3);
        return value.substring(0, value.length() - number.length()) + Stars.keep(number, 0, 2);
    }

    static String identityNumber(String value, int first, int last) {
        return IDENTITY_NUMBER.matcher(value).matches() ? Stars.keep(value, first, last) : Stars.all(value);
    }

    static String bankCard(String value) {
        return Stars.keep(value.replaceAll("[\\s\\-]", ""), 0, 4);
    }

    static String birthDate(String value) {
        Matcher date = DATE_WITH_YEAR_FIRST.matcher(value);
        return date.matches()
                ? date.group(1) + date.group(2).replaceAll("[\\p{L}\\p{N}&&[^年月日T]]", "*")
                : Stars.all(value);
    }
}
