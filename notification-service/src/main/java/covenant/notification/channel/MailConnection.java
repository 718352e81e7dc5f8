package covenant.notification.channel;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One connection to a mail server, used by one thread at a time; any other may cut it. */
final class MailConnection {
    private static final Logger LOG = Logger.getLogger(MailConnection.class);
    /** The server ends the conversation with it (RFC 5321 3.8). */
    private static final int CLOSING = 421;

    private static final int LOGIN_REFUSED = 535;

    private final Remembering sockets = new Remembering();
    private final Transport transport;
    private volatile long since = System.nanoTime();
    private volatile boolean cut;
    private boolean opened;

    MailConnection(Properties settings) throws MessagingException {
        Properties own = new Properties();
        own.putAll(settings);
        own.put("mail.smtp.socketFactory", sockets);
        own.put("mail.smtp.socketFactory.fallback", "false");
        transport = Session.getInstance(own).getTransport("smtp");
    }

    /** @param at when its sender began, by {@link System#nanoTime}: from then its time is counted */
    void begin(long at) {
        since = at;
    }

    void open(String host, int port, @Nullable String user, @Nullable String password) throws MessagingException {
        transport.connect(host, port, user, password);
        opened = true;
    }

    boolean isOpen() {
        return opened;
    }

    void send(ReadyMail mail) throws MessagingException {
        transport.sendMessage(mail, mail.getAllRecipients());
    }

    /** Since its last mail began. */
    boolean isOlder(Duration age) {
        return System.nanoTime() - since > age.toNanos();
    }

    /** Whoever waits for the server gets an error at once; nobody uses the connection again. */
    void cut() {
        cut = true;
        sockets.close();
    }

    boolean isCut() {
        return cut;
    }

    void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debugf("A mail server's farewell: %s", e.getClass().getName());
        }
        sockets.close();
    }

    /** Whether only a recipient was refused: the library has taken the mail back (RSET, RFC 5321 4.1.1.5), and the server waits for the next one. */
    static boolean goesOn(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPAddressFailedException refused) {
                return refused.getReturnCode() > 0 && refused.getReturnCode() != CLOSING;
            }
        }
        return false;
    }

    /** The server's reply code; 0 or less when this says none. */
    static int reply(Throwable cause) {
        return switch (cause) {
            case SMTPAddressFailedException recipient -> recipient.getReturnCode();
            case SMTPSendFailedException command -> command.getReturnCode();
            case AuthenticationFailedException login -> LOGIN_REFUSED;
            default -> 0;
        };
    }

    /** Plain sockets, of which it remembers the last: TLS is laid over them. */
    private static final class Remembering extends SocketFactory {
        private volatile @Nullable Socket last;

        void close() {
            Socket socket = last;
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    LOG.debugf("A socket's end: %s", e.getClass().getName());
                }
            }
        }

        @Override
        public Socket createSocket() {
            Socket socket = new Socket();
            last = socket;
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw connected();
        }

        private static UnsupportedOperationException connected() {
            return new UnsupportedOperationException("The library connects its sockets itself, with a timeout");
        }
    }
}
