package covenant.embedded.smtp;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An SMTP server that accepts everything and delivers nothing: every message becomes a file in a directory. Nothing is kept in memory, so that
 * a campaign to a million people can end here.
 */
public final class SmtpSink implements AutoCloseable {

    private final GreenMail server;
    private final Path directory;

    private SmtpSink(GreenMail server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    /**
     * Starts the sink on the loopback interface.
     *
     * @param port 0 takes a free one
     */
    public static SmtpSink start(int port, Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + directory, e);
        }
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(20_000);
        GreenMail server = new GreenMail(setup);
        MailFiles files = new MailFiles(directory);
        GreenMailUser nobody = new DiscardingUser();
        server.getUserManager().setMessageDeliveryHandler((message, address) -> {
            files.write(message.getMessage());
            return nobody;
        });
        server.start();
        return new SmtpSink(server, directory);
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    public Mailbox mailbox() {
        return new Mailbox(directory);
    }

    @Override
    public void close() {
        server.stop();
    }

    /** The sink as a process of its own, until it is stopped: {@code <port> <directory>}. */
    public static void main(String[] arguments) throws InterruptedException {
        SmtpSink sink = start(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(sink::close, "smtp-stop"));
        Thread.currentThread().join();
    }
}
