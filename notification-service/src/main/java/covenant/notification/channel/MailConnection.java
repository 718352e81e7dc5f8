package covenant.notification.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One connection to a mail server, used by one thread at a time; any other may cut it. */
final class MailConnection {
    private static final Logger LOG = Logger.getLogger(MailConnection.class);

    private final Remembering sockets = new Remembering();
    private final Transport transport;
    private volatile long since = System.nanoTime();
    private long heard;
    private boolean opened;

    MailConnection(Properties settings) throws MessagingException {
        Properties own = new Properties();
        own.putAll(settings);
        own.put("mail.smtp.socketFactory", sockets);
        own.put("mail.smtp.socketFactory.fallback", "false");
        transport = Session.getInstance(own).getTransport("smtp");
    }

    /** From now on its time is counted. */
    void begin() {
        since = System.nanoTime();
    }

    void open(String host, int port, @Nullable String user, @Nullable String password) throws MessagingException {
        if (opened) {
            close();
        }
        transport.connect(host, port, user, password);
        opened = true;
    }

    void send(MimeMessage mail) throws MessagingException {
        transport.sendMessage(mail, mail.getAllRecipients());
        heard = System.nanoTime();
    }

    /** @param doubtful after such a silence the server is asked */
    boolean isOpen(Duration doubtful) {
        return opened && (System.nanoTime() - heard < doubtful.toNanos() || transport.isConnected());
    }

    /** Whoever waits for the server gets an error at once. */
    void cutAfter(Duration limit) {
        if (System.nanoTime() - since > limit.toNanos()) {
            sockets.cut();
        }
    }

    void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debugf("A mail server's farewell: %s", e.getClass().getName());
        }
        sockets.cut();
    }

    /** Plain sockets, of which it remembers the last: TLS is laid over them. */
    private static final class Remembering extends SocketFactory {
        private volatile @Nullable Socket last;

        void cut() {
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
