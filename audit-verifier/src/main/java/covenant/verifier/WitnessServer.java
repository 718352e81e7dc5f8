package covenant.verifier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The witness over HTTP or HTTPS: {@code POST /add-checkpoint}, {@code GET /witness/key}, {@code GET /checkpoint?ORIGIN}. */
final class WitnessServer implements AutoCloseable {

    private static final int MAX_REQUEST = 64 * 1024;

    private final HttpServer server;
    private final Witness witness;
    private final Cosigner cosigner;

    private WitnessServer(HttpServer server, Witness witness, Cosigner cosigner) {
        this.server = server;
        this.witness = witness;
        this.cosigner = cosigner;
    }

    static WitnessServer start(String host, int port, Optional<WitnessTls> tls, Witness witness, Cosigner cosigner) {
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            HttpServer http = tls.isPresent() ? tls.get().listen(address) : HttpServer.create(address, 0);
            WitnessServer server = new WitnessServer(http, witness, cosigner);
            http.setExecutor(Executors.newFixedThreadPool(4, task -> {
                Thread thread = new Thread(task, "witness-http");
                thread.setDaemon(true);
                return thread;
            }));
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new CannotVerifyException("cannot listen on " + host + ":" + port, e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Witness.Answer answer;
            try {
                answer = answer(exchange);
            } catch (CannotVerifyException e) {
                answer = Witness.Answer.text(500, "the witness cannot keep its notes");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Witness.Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean get = exchange.getRequestMethod().equals("GET");
        if (path.equals("/add-checkpoint")) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST + 1);
            return !exchange.getRequestMethod().equals("POST")
                    ? Witness.Answer.text(405, "POST only")
                    : body.length > MAX_REQUEST
                            ? Witness.Answer.text(413, "too long")
                            : witness.add(new String(body, StandardCharsets.UTF_8));
        }
        if (get && path.equals("/witness/key")) {
            return Witness.Answer.text(200, cosigner.text());
        }
        String origin = exchange.getRequestURI().getQuery();
        if (get && path.equals("/checkpoint") && origin != null) {
            return witness.latest(origin)
                    .map(note -> new Witness.Answer(200, "text/plain; charset=utf-8", note))
                    .orElse(Witness.Answer.text(404, "nothing was cosigned yet"));
        }
        return Witness.Answer.text(404, "there is nothing here");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
