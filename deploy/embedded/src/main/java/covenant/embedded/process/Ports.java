package covenant.embedded.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {

    /** Below the ports that Linux (32768), macOS and Windows (49152) give to outgoing connections: nobody gets one of these by chance. */
    private static final int LOWEST = 20_000;

    private static final int BLOCK = 64;
    private static final int BLOCKS = 190;
    private static final int CONNECT_MILLIS = 1_000;

    /** Open as long as this JVM lives. */
    private static final List<ServerSocket> GUARDS = new ArrayList<>();

    private static int next;
    private static int end;

    private Ports() {}

    /**
     * A port that nobody listens on and that no other JVM gets from here: each takes its ports from a block of its own, whose first port it holds
     * as long as it lives. So a server that is started seconds later still finds its port free, whatever is started beside it.
     *
     * @throws IllegalStateException when all are taken
     */
    public static synchronized int free() {
        for (int tries = 0; tries < BLOCKS * BLOCK; tries++) {
            if (next == end) {
                takeBlock();
            }
            int port = next++;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No free TCP port on the loopback interface");
    }

    private static void takeBlock() {
        int start = ThreadLocalRandom.current().nextInt(BLOCKS);
        for (int i = 0; i < BLOCKS; i++) {
            int first = LOWEST + (start + i) % BLOCKS * BLOCK;
            if (guarded(first)) {
                next = first + 1;
                end = first + BLOCK;
                return;
            }
        }
        throw new IllegalStateException("No free block of TCP ports on the loopback interface");
    }

    private static boolean guarded(int port) {
        try {
            GUARDS.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Whether a server could listen on the port now (a connection in TIME_WAIT does not hinder it). Not for waiting until one listens: the
     * question takes the port for a moment, and the server may ask for it in that moment. See {@link #answers}.
     */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a server listens on the port. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
