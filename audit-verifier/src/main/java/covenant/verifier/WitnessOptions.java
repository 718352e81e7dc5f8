package covenant.verifier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The witness's command line.
 *
 * @param log URL of the log to follow
 * @param key verifier key to trust; without it the one that the log shows first
 * @param directory of its memory
 * @param port to answer the log on; negative: does not listen
 */
record WitnessOptions(
        String log,
        @Nullable String key,
        Path directory,
        String name,
        String host,
        int port,
        Duration every,
        boolean once) {

    static final String USAGE =
            "usage: witness [--log URL] [--key NAME+HASH+KEY] --dir DIRECTORY [--name NAME] [--host HOST]"
                    + " [--port PORT] [--every SECONDS] [--once]";

    static WitnessOptions parse(String[] args) {
        WitnessOptions options = new WitnessOptions(
                "http://127.0.0.1:8085",
                null,
                Path.of("witness"),
                "witness.example.org",
                "127.0.0.1",
                -1,
                Duration.ofSeconds(5),
                false);
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private WitnessOptions with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--once" -> new WitnessOptions(log, key, directory, name, host, port, every, true);
            case "--log" -> new WitnessOptions(value(rest), key, directory, name, host, port, every, once);
            case "--key" -> new WitnessOptions(log, value(rest), directory, name, host, port, every, once);
            case "--dir" -> new WitnessOptions(log, key, Path.of(value(rest)), name, host, port, every, once);
            case "--name" -> new WitnessOptions(log, key, directory, value(rest), host, port, every, once);
            case "--host" -> new WitnessOptions(log, key, directory, name, value(rest), port, every, once);
            case "--port" -> new WitnessOptions(log, key, directory, name, host, number(rest, 65_535), every, once);
            case "--every" ->
                new WitnessOptions(
                        log,
                        key,
                        directory,
                        name,
                        host,
                        port,
                        Duration.ofSeconds(Math.max(1, number(rest, 86_400))),
                        once);
            default -> throw new CannotVerifyException(USAGE);
        };
    }

    private static String value(Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new CannotVerifyException(USAGE);
        }
        return rest.next();
    }

    private static int number(Iterator<String> rest, int most) {
        String text = value(rest);
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > most) {
            throw new CannotVerifyException(USAGE);
        }
        return Integer.parseInt(text);
    }
}
