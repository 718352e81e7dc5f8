package covenant.benchmarks.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the sink takes from clients that do nothing but hand mails over, each on one connection that stays open. */
final class SinkRate {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final String text;

    /** @param text of each mail: as long as the notice that the service sends */
    SinkRate(int port, String text) {
        this.port = port;
        this.text = text.replace("\n", "\r\n");
    }

    /** Mails per second over the given time. */
    double measure(int clients, Duration time) {
        AtomicLong taken = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            threads.add(Thread.ofPlatform().name("sink-" + i).start(() -> send(client, end, taken)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted during a run", e);
            }
        }
        return taken.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private void send(int client, long end, AtomicLong taken) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(out, in, "EHLO benchmark", "250");
            for (long i = 0; System.nanoTime() < end; i++) {
                say(out, in, "MAIL FROM:<reference@example.org>", "250");
                say(out, in, "RCPT TO:<reference-" + client + "-" + i + "@example.org>", "250");
                say(out, in, "DATA", "354");
                String head = "From: reference@example.org\r\nTo: reference-" + client + "-" + i
                        + "@example.org\r\nSubject: Reference\r\n\r\n";
                say(out, in, head + text + "\r\n.", "250");
                taken.incrementAndGet();
            }
            say(out, in, "QUIT", "221");
        } catch (IOException e) {
            throw new UncheckedIOException("The sink broke off", e);
        }
    }

    private static void say(OutputStream out, BufferedReader in, String words, String code) throws IOException {
        out.write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        expect(in, code);
    }

    /** The last line of a reply has a blank behind its code. */
    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("The sink did not answer " + code);
        }
    }
}
