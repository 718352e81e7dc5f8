package covenant.platform.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a URL that somebody else registered may be called: https, no user info, and no address of it inside a
 * network (SSRF). Looked up before each call; the JVM keeps the answer (30 s, {@code networkaddress.cache.ttl}), so that the
 * call that follows goes to the addresses that were looked at. A rule on outgoing traffic is still the second lock.
 */
final class WebhookTarget {
    /** Looks a name up. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final boolean allowPrivate;
    private final Lookup lookup;

    /** @param allowPrivate for the sandbox: any address, and http */
    WebhookTarget(boolean allowPrivate, Lookup lookup) {
        this.allowPrivate = allowPrivate;
        this.lookup = lookup;
    }

    /** Why the URL is not called, or empty when it may be. */
    Optional<String> refusal(@Nullable String url) {
        Optional<URI> uri = parse(url);
        if (uri.isEmpty()) {
            return Optional.of("URL_NOT_USABLE");
        }
        String scheme = uri.get().getScheme();
        if (!"https".equalsIgnoreCase(scheme) && !(allowPrivate && "http".equalsIgnoreCase(scheme))) {
            return Optional.of("SCHEME_NOT_ALLOWED");
        }
        if (allowPrivate) {
            return Optional.empty();
        }
        try {
            InetAddress[] addresses = lookup.addresses(uri.get().getHost());
            return addresses.length > 0 && Arrays.stream(addresses).allMatch(PublicAddress::isPublic)
                    ? Optional.empty()
                    : Optional.of("ADDRESS_NOT_ALLOWED");
        } catch (UnknownHostException e) {
            return Optional.of("HOST_UNKNOWN");
        }
    }

    private static Optional<URI> parse(@Nullable String url) {
        if (url == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(url);
            return uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null
                    ? Optional.empty()
                    : Optional.of(uri);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
