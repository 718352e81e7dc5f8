package covenant.verifier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The witness's command line.
 *
 * @param log URL of the log to follow
 * @param key verifier key to trust; without it the one that the log shows first
 * @param directory of its memory
 * @param port to answer the log on; negative: does not listen
 * @param certificate PEM file to answer over TLS with; without one in the clear, for a listener on the loopback interface
 */
record WitnessOptions(
        String log,
        @Nullable String key,
        Path directory,
        String name,
        String host,
        int port,
        Duration every,
        boolean once,
        @Nullable Path certificate,
        @Nullable Path privateKey) {

    static final String USAGE =
            "usage: witness [--log URL] [--key NAME+HASH+KEY] --dir DIRECTORY [--name NAME] [--host HOST]"
                    + " [--port PORT] [--certificate PEM --private-key PEM] [--every SECONDS] [--once]";

    static WitnessOptions parse(String[] args) {
        WitnessOptions options = new WitnessOptions(
                "http://127.0.0.1:8085",
                null,
                Path.of("witness"),
                "witness.example.org",
                "127.0.0.1",
                -1,
                Duration.ofSeconds(5),
                false,
                null,
                null);
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private WitnessOptions with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--once" -> copy(log, key, directory, name, host, port, every, true);
            case "--log" -> copy(value(rest), key, directory, name, host, port, every, once);
            case "--key" -> copy(log, value(rest), directory, name, host, port, every, once);
            case "--dir" -> copy(log, key, Path.of(value(rest)), name, host, port, every, once);
            case "--name" -> copy(log, key, directory, value(rest), host, port, every, once);
            case "--host" -> copy(log, key, directory, name, value(rest), port, every, once);
            case "--port" -> copy(log, key, directory, name, host, number(rest, 65_535), every, once);
            case "--every" -> {
                Duration pause = Duration.ofSeconds(Math.max(1, number(rest, 86_400)));
                yield copy(log, key, directory, name, host, port, pause, once);
            }
            case "--certificate" -> withTls(Path.of(value(rest)), privateKey);
            case "--private-key" -> withTls(certificate, Path.of(value(rest)));
            default -> throw new CannotVerifyException(USAGE);
        };
    }

    private WitnessOptions copy(
            String log,
            @Nullable String key,
            Path directory,
            String name,
            String host,
            int port,
            Duration every,
            boolean once) {
        return new WitnessOptions(log, key, directory, name, host, port, every, once, certificate, privateKey);
    }

    private WitnessOptions withTls(@Nullable Path certificate, @Nullable Path privateKey) {
        return new WitnessOptions(log, key, directory, name, host, port, every, once, certificate, privateKey);
    }

    /** @throws CannotVerifyException when one of the two files is named without the other */
    Optional<WitnessTls> tls() {
        if (certificate == null && privateKey == null) {
            return Optional.empty();
        }
        if (certificate == null || privateKey == null) {
            throw new CannotVerifyException(USAGE);
        }
        return Optional.of(new WitnessTls(certificate, privateKey));
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
