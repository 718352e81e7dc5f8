package covenant.platform.masking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses and positions. */
final class PlaceMask {
    private static final int KEPT_OF_UNKNOWN = 6;

    /** Province, then city, then district, each optional; a housing estate (小区) or an industrial park is no district. */
    private static final Pattern DIVISIONS = Pattern.compile(
            "(?<province>[\\p{IsHan}&&[^省市县旗]]{2,6}?(?:省|自治区|特别行政区))?"
                    + "(?<city>[\\p{IsHan}&&[^省市区县旗路街巷弄号]]{1,14}?(?:自治州|市|地区|盟))?"
                    + "(?<district>[\\p{IsHan}&&[^区县市旗号]][\\p{IsHan}&&[^区县市旗路街巷弄号栋幢楼室]]{0,13}?"
                    + "(?<![小社园校厂片院])(?:区|县|市|旗))?"
                    + "(?<rest>.*)",
            Pattern.DOTALL);

    private static final Pattern COORDINATES = Pattern.compile(
            "\\s*([-+]?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*,\\s*([-+]?[0-9]{1,3}(?:\\.[0-9]{1,15})?)\\s*");
    private static final Pattern BARE_CITY = Pattern.compile("[\\p{IsHan}&&[^路街巷弄号村镇乡]]{2,4}|\\p{IsLatin}{2,20}");

    private PlaceMask() {}

    static String address(String value) {
        Matcher parts = DIVISIONS.matcher(value);
        if (parts.matches() && (parts.group("city") != null || parts.group("district") != null)) {
            return value.substring(0, parts.start("rest")) + "****";
        }
        int kept = Math.min(KEPT_OF_UNKNOWN, Stars.length(value) / 3);
        return Stars.first(value, kept) + "****";
    }

    static String geo(String value) {
        Matcher coordinates = COORDINATES.matcher(value);
        if (coordinates.matches()) {
            return tenth(coordinates.group(1)) + "," + tenth(coordinates.group(2));
        }
        Matcher parts = DIVISIONS.matcher(value);
        if (parts.matches() && parts.group("city") != null) {
            return value.substring(0, parts.end("city"));
        }
        return BARE_CITY.matcher(value).matches() ? value : Stars.all(value);
    }

    private static String tenth(String number) {
        return new BigDecimal(number).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
}
