import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.*;
import javax.crypto.Mac;

/** Takes orders by webhook: verifies them, answers at once, and leaves the work to {@link Work}. */
public final class WebhookHolder {
    /** Arguments: its port, the directory of its records, the addresses of the services that order. */
    public static void main(String[] args) throws Exception {
        Map<String, Mac> macs = new HashMap<>(); // each service signs with a secret of its own
        for (String service : List.of(args).subList(2, args.length)) {
            macs.put(service, Rest.mac(service));
        }
        Work work = new Work(new Records(Path.of(args[1])), macs.keySet());
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[0])), 0);
        server.createContext("/", call -> {
            Headers head = call.getRequestHeaders();
            byte[] body = call.getRequestBody().readNBytes(1 << 20);
            var sender = macs.keySet().stream().filter(service -> isSigned(head, body, macs.get(service))).findAny();
            sender.ifPresent(service -> work.add(service, new Order(new String(body)).text("orderId")));
            call.sendResponseHeaders(sender.isPresent() ? 204 : 401, -1);
            call.close();
        });
        server.start();
    }

    private static boolean isSigned(Headers head, byte[] body, Mac mac) {
        String at = String.valueOf(head.getFirst("webhook-timestamp"));
        if (!at.matches("\\d{1,12}") || Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(at)) > 300) {
            return false; // recorded and played again
        }
        mac.update((head.getFirst("webhook-id") + "." + at + ".").getBytes());
        byte[] ours = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes();
        var theirs = String.valueOf(head.getFirst("webhook-signature")).split(" "); // two while a secret changes
        return Arrays.stream(theirs).anyMatch(one -> MessageDigest.isEqual(one.getBytes(), ours));
    }
}
