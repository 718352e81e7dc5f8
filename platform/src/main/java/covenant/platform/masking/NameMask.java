package covenant.platform.masking;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names and e-mail addresses. */
final class NameMask {
    private NameMask() {}

    static String name(String value) {
        boolean chinese =
                value.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        if (chinese) {
            return Stars.keep(value, 0, 1);
        }
        return Arrays.stream(value.split("\\s+"))
                .map(word -> Stars.keep(word, 1, 0))
                .collect(Collectors.joining(" "));
    }

    static String email(String value) {
        int at = value.lastIndexOf('@');
        if (at <= 0 || at == value.length() - 1) {
            return Stars.all(value);
        }
        String local = value.substring(0, at);
        String shown = Stars.length(local) == 1 ? "*" : Stars.first(local, 1) + "***";
        return shown + value.substring(at);
    }
}
