package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * How a provider wants to be asked, how it answers and how it reports, as data: a file of {@code gateways/}, or one of the operator's own.
 * Any entry can be overridden by {@code covenant.gateway.<channel>.<entry>}.
 */
final class GatewayProfile {
    private final String name;
    private final Properties shipped;
    private final Function<String, Optional<String>> configured;

    private GatewayProfile(String name, Properties shipped, Function<String, Optional<String>> configured) {
        this.name = name;
        this.shipped = shipped;
        this.configured = configured;
    }

    /**
     * @param profile {@code generic}, the name of one that ships for the channel ({@code aliyun}, {@code tencent}; {@code jpush},
     *     {@code fcm}), or the path of a file
     * @throws IllegalStateException if there is no such profile: the service does not start then
     */
    static GatewayProfile load(Channel channel, String profile, Function<String, Optional<String>> configured) {
        String suffix = "-" + channel.name().toLowerCase(Locale.ROOT);
        String resource = "gateways/" + profile + (profile.equals("generic") ? "" : suffix) + ".properties";
        Properties entries = new Properties();
        try (Reader in = open(profile, resource)) {
            entries.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway profile " + profile + " cannot be read", e);
        }
        return new GatewayProfile(profile, entries, configured);
    }

    private static Reader open(String profile, String resource) throws IOException {
        InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource);
        if (in != null) {
            return new InputStreamReader(in, StandardCharsets.UTF_8);
        }
        if (!profile.contains("/") || !Files.isReadable(Path.of(profile))) {
            throw new IllegalStateException("there is no gateway profile " + profile);
        }
        return Files.newBufferedReader(Path.of(profile));
    }

    String name() {
        return name;
    }

    Optional<String> find(String entry) {
        return configured
                .apply(entry)
                .or(() -> Optional.ofNullable(shipped.getProperty(entry)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    String get(String entry) {
        return find(entry).orElse("");
    }

    String require(String entry) {
        return find(entry)
                .orElseThrow(() -> new IllegalStateException(
                        "the gateway profile " + name + " needs " + entry + ", which is missing"));
    }

    List<String> list(String entry) {
        return Arrays.stream(get(entry).split(","))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    boolean isSet(String entry) {
        return Boolean.parseBoolean(get(entry));
    }
}
