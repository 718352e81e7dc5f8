package covenant.verifier;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param place URL of a log, path of a mirror folder, or of a ZIP of evidence
 * @param token an auditor's bearer token: then the entries that queries show are checked too
 * @param state file that remembers the last good checkpoint
 * @param key verifier key to trust; without it the remembered one, without that the log's own
 */
record Options(
        String place,
        @Nullable String token,
        @Nullable Path state,
        @Nullable String key) {

    static final String USAGE =
            "usage: verify [--url URL | FOLDER | EVIDENCE.zip] [--token TOKEN] [--state FILE] [--key NAME+HASH+KEY]";
    private static final String DEFAULT_URL = "http://127.0.0.1:8085";

    static Options parse(String[] args) {
        String place = DEFAULT_URL;
        @Nullable String token = null;
        @Nullable Path state = null;
        @Nullable String key = null;
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String arg = rest.next();
            switch (arg) {
                case "--url" -> place = value(arg, rest);
                case "--token" -> token = value(arg, rest);
                case "--state" -> state = Path.of(value(arg, rest));
                case "--key" -> key = value(arg, rest);
                default -> {
                    if (arg.startsWith("-")) {
                        throw new CannotVerifyException(USAGE);
                    }
                    place = arg;
                }
            }
        }
        return new Options(place, token, state, key);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new CannotVerifyException(option + " needs a value; " + USAGE);
        }
        return rest.next();
    }

    boolean evidence() {
        return place.endsWith(".zip");
    }

    LogSource source() {
        return place.startsWith("http://") || place.startsWith("https://")
                ? new HttpSource(place, token)
                : new FolderSource(Path.of(place));
    }
}
