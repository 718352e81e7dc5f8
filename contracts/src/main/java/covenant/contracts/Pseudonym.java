package covenant.contracts;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule for pseudonymous ids. Looks at the whole value with the usual grouping characters removed, and at each part
 * between separators, so that {@code user:13812345678} and {@code 138-1234-5678} are found too. A part's leading word is
 * cut off when it cannot be hexadecimal: digests and UUIDs stay allowed although their digits may look like a number.
 */
final class Pseudonym {

    /** Longer input is not searched: it is malformed in any case. */
    private static final int SEARCHED_LENGTH = 256;

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern GROUPED_DIGITS = Pattern.compile("\\+?[0-9][0-9 ()-]*[0-9Xx]");
    private static final Pattern GROUPING = Pattern.compile("[ ()+-]");
    private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern LEADING_WORD = Pattern.compile("^[A-Za-z]*[G-Zg-z][A-Za-z]*(?=[0-9])");
    private static final Pattern MOBILE = Pattern.compile("(?:(?:00)?86)?1[3-9][0-9]{9}");
    private static final Pattern IDENTITY = Pattern.compile(
            "[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]");
    /** Fifteen digits, issued until 1999: province, year without century, month, day, sequence. */
    private static final Pattern IDENTITY_OLD =
            Pattern.compile("(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
                    + "[0-9]{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}");

    private static final Pattern CARD = Pattern.compile("[0-9]{13,19}");

    /** A mobile number is the shortest of them. */
    private static final int SHORTEST_NUMBER = 11;

    private static final int LONGEST = 64;

    private Pseudonym() {}

    static void require(String field, String value) {
        check(value).ifPresent(violation -> {
            throw new IdentifierRefusedException(field, violation);
        });
    }

    static Optional<Violation> check(@Nullable String value) {
        if (value == null || value.length() > SEARCHED_LENGTH) {
            return Optional.of(Violation.MALFORMED);
        }
        return isPlain(value) ? Optional.empty() : search(value);
    }

    /**
     * Well-formed, and without the digits for a number: what nearly every id is, told in one pass because each of a thousand questions in a
     * call asks. A number needs eleven digits in a row, or else a value that is nothing but digits and grouping (and a last {@code X}).
     */
    private static boolean isPlain(String value) {
        int digits = 0;
        int row = 0;
        boolean letters = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
                if (++row == SHORTEST_NUMBER) {
                    return false;
                }
                continue;
            }
            row = 0;
            if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z') {
                letters |= i < value.length() - 1 || c != 'X' && c != 'x';
            } else if (c != '.' && c != '_' && c != ':' && c != '-') {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST && (letters || digits < SHORTEST_NUMBER);
    }

    /** The rule itself. */
    static Optional<Violation> search(String value) {
        if (EMAIL.matcher(value).find()) {
            return Optional.of(Violation.EMAIL);
        }
        return candidates(value)
                .flatMap(candidate -> classify(candidate).stream())
                .findFirst()
                .or(() -> WELL_FORMED.matcher(value).matches() ? Optional.empty() : Optional.of(Violation.MALFORMED));
    }

    private static Stream<String> candidates(String value) {
        Stream<String> parts = SEPARATOR
                .splitAsStream(value)
                .map(part -> LEADING_WORD.matcher(part).replaceFirst(""));
        return GROUPED_DIGITS.matcher(value).matches()
                ? Stream.concat(Stream.of(GROUPING.matcher(value).replaceAll("")), parts)
                : parts;
    }

    private static Optional<Violation> classify(String candidate) {
        if (MOBILE.matcher(candidate).matches()) {
            return Optional.of(Violation.MOBILE_NUMBER);
        }
        if (IDENTITY.matcher(candidate).matches()
                || IDENTITY_OLD.matcher(candidate).matches()) {
            return Optional.of(Violation.IDENTITY_NUMBER);
        }
        return CARD.matcher(candidate).matches() && luhn(candidate)
                ? Optional.of(Violation.CARD_NUMBER)
                : Optional.empty();
    }

    /** The check digit of ISO/IEC 7812-1 annex B. */
    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
