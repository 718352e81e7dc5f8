package covenant.platform.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of networks and network cards. Parses by itself: nothing here may ask a name server. */
final class NetworkMask {
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.[0-9]{1,3})\\.[0-9]{1,3}\\.[0-9]{1,3}");
    private static final Pattern IPV4_IN_IPV6 = Pattern.compile("(?i)::ffff:([0-9.]+)");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern MAC = Pattern.compile(
            "([0-9A-Fa-f]{2}([:-]?)[0-9A-Fa-f]{2}\\2[0-9A-Fa-f]{2})\\2[0-9A-Fa-f]{2}\\2[0-9A-Fa-f]{2}\\2[0-9A-Fa-f]{2}");

    private NetworkMask() {}

    static String ip(String value) {
        Matcher mapped = IPV4_IN_IPV6.matcher(value);
        Matcher v4 = IPV4.matcher(mapped.matches() ? mapped.group(1) : value);
        if (v4.matches()) {
            return v4.group(1) + ".*.*";
        }
        List<String> groups = groups(value.replaceFirst("%.*", ""));
        return groups.size() == 8 ? String.join(":", groups.subList(0, 3)) + ":*" : Stars.all(value);
    }

    static String mac(String value) {
        Matcher form = MAC.matcher(value);
        if (!form.matches()) {
            return Stars.all(value);
        }
        String separator = form.group(2);
        return form.group(1) + (separator + "**").repeat(3);
    }

    /** The eight groups of an IPv6 address with {@code ::} written out (RFC 4291 2.2); empty if it is none. */
    private static List<String> groups(String value) {
        String[] halves = value.split("::", -1);
        if (halves.length > 2) {
            return List.of();
        }
        List<String> front = split(halves[0]);
        List<String> back = halves.length == 2 ? split(halves[1]) : List.of();
        int missing = halves.length == 2 ? 8 - front.size() - back.size() : 0;
        if (missing < 0 || (halves.length == 2 && missing == 0)) {
            return List.of();
        }
        List<String> groups = new ArrayList<>(front);
        for (int i = 0; i < missing; i++) {
            groups.add("0");
        }
        groups.addAll(back);
        return groups.stream().allMatch(group -> GROUP.matcher(group).matches()) ? groups : List.of();
    }

    private static List<String> split(String half) {
        return half.isEmpty() ? List.of() : List.of(half.split(":", -1));
    }
}
