package covenant.notification;

import covenant.embedded.smtp.SmtpSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail server in front of the sink that refuses some recipients, as their address says: {@code soft2-…@…} twice with 451, {@code hard-…@…} always with
 * 550. Everything else passes line by line.
 */
final class MailGate implements AutoCloseable {
    private static final Pattern SOFT = Pattern.compile("RCPT TO:<(soft(\\d)-[^>]+)>.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern HARD = Pattern.compile("RCPT TO:<hard-[^>]+>.*", Pattern.CASE_INSENSITIVE);

    private final SmtpSink sink;
    private final ServerSocket socket;
    private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();

    private MailGate(SmtpSink sink, ServerSocket socket) {
        this.sink = sink;
        this.socket = socket;
    }

    static MailGate start(Path directory) throws IOException {
        MailGate gate =
                new MailGate(SmtpSink.start(0, directory), new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("mail-gate").start(gate::accept);
        return gate;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofPlatform().daemon().name("mail-gate-client").start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
            OutputStream back = client.getOutputStream();
            Thread answers = Thread.ofPlatform().daemon().start(() -> pass(server, back));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream on = server.getOutputStream();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String refusal = refusal(line);
                write(refusal == null ? on : back, refusal == null ? line : refusal);
            }
            server.shutdownOutput();
            answers.join(1_000);
        } catch (IOException | InterruptedException gone) {
            // The client went away: nothing is left to say to it.
        }
    }

    private static void pass(Socket server, OutputStream back) {
        try {
            server.getInputStream().transferTo(back);
        } catch (IOException gone) {
            // As above.
        }
    }

    private String refusal(String line) {
        if (HARD.matcher(line).matches()) {
            return "550 5.1.1 no such mailbox";
        }
        Matcher soft = SOFT.matcher(line);
        if (!soft.matches()) {
            return null;
        }
        int times =
                refused.computeIfAbsent(soft.group(1), a -> new AtomicInteger()).incrementAndGet();
        return times <= Integer.parseInt(soft.group(2)) ? "451 4.7.1 come again" : null;
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        sink.close();
    }
}
