package covenant.notification.channel;

import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The mail server, and the connections to it: one for each who sends at the moment, kept for the next who sends. Production speaks TLS
 * ({@code STARTTLS}, RFC 3207, or {@code TLS} from the first byte, RFC 8314 3.3) and checks the server's name; only a sandbox may go without.
 */
@ApplicationScoped
class MailServer {
    /** What a sender may take in all. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long CONNECT_MILLIS = 5_000;
    private static final long REPLY_MILLIS = 15_000;
    /** A server may have hung up after so long: it is asked before the connection is used again. */
    private static final Duration DOUBTFUL = Duration.ofSeconds(5);

    private static final int KEPT = 16;

    private final Properties settings = new Properties();
    private final String host;
    private final int port;
    private final Optional<String> user;
    private final Optional<String> password;
    private final BlockingDeque<MailConnection> idle = new LinkedBlockingDeque<>(KEPT);
    private final Set<MailConnection> busy = ConcurrentHashMap.newKeySet();

    MailServer(
            @ConfigProperty(name = "covenant.mail.host") String host,
            @ConfigProperty(name = "covenant.mail.port") int port,
            @ConfigProperty(name = "covenant.mail.username") Optional<String> user,
            @ConfigProperty(name = "covenant.mail.password") Optional<String> password,
            @ConfigProperty(name = "covenant.mail.security") Security security,
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        if (security == Security.NONE && !sandbox) {
            throw new IllegalStateException("covenant.mail.security=NONE: only a sandbox sends mail in the clear");
        }
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
        set("connectiontimeout", CONNECT_MILLIS);
        set("timeout", REPLY_MILLIS);
        set("auth", user.isPresent());
        set("ssl.enable", security == Security.TLS);
        set("ssl.checkserveridentity", true);
        set("starttls.enable", security == Security.STARTTLS);
        set("starttls.required", security == Security.STARTTLS);
        set("quitwait", false);
    }

    /** How the way to the server is protected. */
    enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    private void set(String name, Object value) {
        settings.setProperty("mail.smtp." + name, String.valueOf(value).toLowerCase(Locale.ROOT));
    }

    /** Returns when the server has taken it. */
    void send(MimeMessage mail) throws MessagingException {
        MailConnection connection = connection();
        connection.begin();
        busy.add(connection);
        boolean sound = false;
        try {
            if (!connection.isOpen(DOUBTFUL)) {
                connection.open(host, port, user.orElse(null), password.orElse(null));
            }
            connection.send(mail);
            sound = true;
        } finally {
            busy.remove(connection);
            if (!sound || !idle.offerFirst(connection)) {
                connection.close();
            }
        }
    }

    private MailConnection connection() throws MessagingException {
        MailConnection kept = idle.pollFirst();
        return kept == null ? new MailConnection(settings) : kept;
    }

    /** A server that answers a little, again and again, would hold a sender for longer than any single wait. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void cutTheSlow() {
        busy.forEach(connection -> connection.cutAfter(LIMIT));
    }

    @PreDestroy
    void stop() {
        for (MailConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }
}
