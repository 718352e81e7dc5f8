package covenant.platform.masking;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The masking rules of requirements 3.2. Which category uses which rule is data of the catalogue; here is only how.
 *
 * <p>Of every rule: null gives null, blank gives the empty text, surrounding space is dropped, and a value no longer than what
 * the rule would keep is masked wholly. A value that is not of the rule's form is masked wholly too, unless the rule says otherwise.
 */
public enum MaskingRule {
    /** Chinese: the last character stays ({@code 李小龙 -> **龙}); other scripts: the first letter of each word. */
    NAME(NameMask::name),
    /** Mainland mobile: 3 + 4, after a prefix {@code +86} or {@code 0086}; other numbers from 7 digits: the last 4. */
    MOBILE(NumberMask::mobile),
    /** Area code and last 2. */
    LANDLINE(NumberMask::landline),
    /** Resident identity number of 18 or 15 characters: 1 + 1, the default form. */
    ID_NUMBER(value -> NumberMask.identityNumber(value, 1, 1)),
    /** The last 4 of a resident identity number. */
    ID_NUMBER_LAST4(value -> NumberMask.identityNumber(value, 0, 4)),
    /** 6 + 4: leaves about 2,090 candidates for an adult, so never for output outside the operator. */
    ID_NUMBER_6_4(value -> NumberMask.identityNumber(value, 6, 4)),
    /** Passport, military card, driving licence: 1 + 3. */
    ID_DOC_OTHER(value -> Stars.keep(value, 1, 3)),
    /** The last 4; spaces and hyphens are dropped first. */
    BANK_CARD(NumberMask::bankCard),
    /** First character and domain. */
    EMAIL(NameMask::email),
    /** Down to district, county or city; else the first 6 characters, at most a third. */
    ADDRESS(PlaceMask::address),
    /** The year. */
    BIRTH_DATE(NumberMask::birthDate),
    /** IPv4: two octets; IPv6: three groups. */
    IP(NetworkMask::ip),
    /** The last 4. */
    DEVICE_ID(value -> Stars.keep(value, 0, 4)),
    /** The vendor's half. */
    MAC(NetworkMask::mac),
    /** Coordinates to one decimal, or the city. */
    GEO(PlaceMask::geo),
    /** Hidden; the subject sees the clear amount by not masking. */
    AMOUNT(value -> "****"),
    /** Free text: phone, identity and card numbers and e-mail addresses in it are masked; at most 200 characters are shown. */
    TEXT(TextMask::text),
    /** A fixed text whatever the length: never logged, never exported. */
    SECRET(value -> "******"),
    /** Nothing is shown: files, biometric templates. */
    FULL(value -> "[已隐藏]");

    private final UnaryOperator<String> mask;

    MaskingRule(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /** The value as it may be shown. Never throws. */
    public @Nullable String mask(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String trimmed = value.strip();
        return trimmed.isEmpty() ? "" : mask.apply(trimmed);
    }
}
