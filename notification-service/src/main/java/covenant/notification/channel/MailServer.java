package covenant.notification.channel;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.mail.MessagingException;
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
    /** What a sender may take in all, a second connection included. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long CONNECT_MILLIS = 5_000;
    /** Servers and what stands before them hang up on who is silent, some without a word. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** So soon a dead connection shows; whoever waited longer has no time left for another one. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private static final int KEPT = 16;

    private final Properties settings = new Properties();
    private final String host;
    private final int port;
    private final Optional<String> user;
    private final Optional<String> password;
    private final BlockingDeque<MailConnection> idle = new LinkedBlockingDeque<>(KEPT);
    private final Set<MailConnection> busy = ConcurrentHashMap.newKeySet();

    MailServer(
            @ConfigProperty(name = "covenant.mail.host", defaultValue = "localhost") String host,
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
        set("timeout", LIMIT.toMillis());
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

    /** Wrong settings keep the service from starting. */
    void onStart(@Observes StartupEvent event) {}

    /**
     * Returns when the server has taken it. Where a kept connection turns out to be dead before the mail was begun, it goes over a new one: a server may
     * hang up between two mails.
     */
    void send(ReadyMail mail) throws MessagingException {
        long begun = System.nanoTime();
        MailConnection kept = idle.pollFirst();
        if (kept != null) {
            try {
                send(mail, kept, begun);
                return;
            } catch (MessagingException e) {
                if (mail.isUnderWay() || kept.isOlder(AT_ONCE) || MailConnection.goesOn(e)) {
                    throw e;
                }
            }
        }
        send(mail, new MailConnection(settings), begun);
    }

    private void send(ReadyMail mail, MailConnection connection, long begun) throws MessagingException {
        connection.begin(begun);
        busy.add(connection);
        boolean sound = false;
        try {
            if (!connection.isOpen()) {
                connection.open(host, port, user.orElse(null), password.orElse(null));
            }
            connection.send(mail);
            sound = true;
        } catch (MessagingException e) {
            sound = connection.isOpen() && MailConnection.goesOn(e);
            throw e;
        } finally {
            busy.remove(connection);
            // Whoever was about to cut it has done so, or finds it gone.
            synchronized (connection) {
                if (!sound || connection.isCut() || !idle.offerFirst(connection)) {
                    connection.close();
                }
            }
        }
    }

    /** A server that answers a little, again and again, would hold a sender for longer than any single wait. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void cutTheSlow() {
        for (MailConnection connection : busy) {
            synchronized (connection) {
                if (busy.contains(connection) && connection.isOlder(LIMIT)) {
                    connection.cut();
                }
            }
        }
        for (MailConnection connection : idle) {
            if (connection.isOlder(IDLE) && idle.remove(connection)) {
                connection.close();
            }
        }
    }

    @PreDestroy
    void stop() {
        for (MailConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }
}
