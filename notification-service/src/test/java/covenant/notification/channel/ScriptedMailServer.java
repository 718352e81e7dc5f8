package covenant.notification.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A mail server that answers as a test tells it, and remembers what it was told. */
final class ScriptedMailServer implements AutoCloseable {
    /** Instead of an answer: the connection ends. */
    static final String HANG_UP = "HANG UP";

    /** Instead of an answer: none comes. */
    static final String SILENCE = "SILENCE";

    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final UnaryOperator<String> script;

    /** @param script the answer to a line; null for the usual one. The end of a mail's data is the line "." */
    ScriptedMailServer(UnaryOperator<String> script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    ScriptedMailServer(ServerSocket server, UnaryOperator<String> script) {
        this.server = server;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (SocketException closed) {
            end.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            say(out, "220 test");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    continue;
                }
                data = false;
                heard.add(line);
                String answer = script.apply(line);
                if (answer == null) {
                    answer = line.equals("DATA") ? "354 go on" : "250 fine";
                }
                if (answer.equals(HANG_UP)) {
                    return;
                }
                if (answer.equals(SILENCE)) {
                    end.await();
                    return;
                }
                data = answer.startsWith("354");
                say(out, answer);
            }
        } catch (IOException gone) {
            heard.add("(the client hung up)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        end.countDown();
    }
}
