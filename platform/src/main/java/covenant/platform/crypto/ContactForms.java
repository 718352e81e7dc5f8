package covenant.platform.crypto;

import java.text.Normalizer;
import java.util.Locale;

/** One form of a telephone number or e-mail address however it was typed, for {@link BlindIndex}. */
public final class ContactForms {
    private ContactForms() {}

    /**
     * Digits with the country code: spaces, hyphens, dots and brackets go, full-width digits become ASCII, {@code 00} becomes
     * {@code +}, a mainland mobile gets {@code +86}. Numbers of other forms keep their digits.
     */
    public static String phone(String typed) {
        String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[\\s().\\-\\u2010-\\u2015]", "");
        String international = plain.startsWith("00") ? "+" + plain.substring(2) : plain;
        if (international.matches("1[0-9]{10}")) {
            return "+86" + international;
        }
        return international.matches("861[0-9]{10}") ? "+" + international : international;
    }

    /**
     * Trimmed, NFKC, lower case. The part before the @ is lowered too: RFC 5321 lets a server tell case apart there, none in use does, and a
     * person must be found however the address was typed.
     */
    public static String email(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
