package covenant.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.function.Consumer;

/** One client's connection by a {@link Wire} and its counterpart at the server; both end together. */
final class Link {

    private final Socket client;
    private final Socket server;
    private final Consumer<Link> farewell;

    /** @param farewell told when it ends, perhaps more than once */
    Link(Socket client, Socket server, Consumer<Link> farewell) {
        this.client = client;
        this.server = server;
        this.farewell = farewell;
    }

    boolean isOver() {
        return client.isClosed();
    }

    /** Ends it as a machine does that knows nothing of the connection. */
    void reset() {
        end(true);
    }

    /** Ends it in order. */
    void close() {
        end(false);
    }

    private void end(boolean hard) {
        farewell.accept(this);
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (hard && !socket.isClosed()) {
                    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                socket.close();
            } catch (IOException e) {
                // It is over in any case.
            }
        }
    }
}
