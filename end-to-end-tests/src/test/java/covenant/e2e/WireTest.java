package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.embedded.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults of {@link Wire}, between a client and a server that says again what it hears. */
class WireTest {

    private static final int SHORT = 300;

    private ServerSocket server;
    private Wire wire;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::echo);
        wire = Wire.to(server.getLocalPort());
        client = connected();
        assertThat(said(client, 'a')).isEqualTo('a');
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        wire.close();
        server.close();
    }

    @Test
    void whatIsDelayedComesThatMuchLater() throws IOException {
        wire.delay(Duration.ofMillis(100));
        long start = System.nanoTime();

        assertThat(said(client, 'b')).isEqualTo('b');

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aCutResetsTheConnectionAndLeavesRoomForTheNext() throws IOException {
        wire.cut();

        assertThatThrownBy(() -> said(client, 'b')).isInstanceOf(SocketException.class);
        assertThat(wire.connections()).isZero();
        try (Socket next = connected()) {
            assertThat(said(next, 'c')).isEqualTo('c');
        }
    }

    @Test
    void whatIsHeldComesWhenItIsReleased() throws IOException {
        wire.hold(Wire.Way.TO_SERVER);
        client.setSoTimeout(SHORT);
        assertThatThrownBy(() -> said(client, 'b')).isInstanceOf(SocketTimeoutException.class);

        wire.release();

        client.setSoTimeout(10_000);
        assertThat(client.getInputStream().read()).isEqualTo('b');
    }

    @Test
    void whatWasHeldWhenItWasCutNeverComes() throws IOException {
        wire.hold(Wire.Way.TO_CLIENT);
        client.setSoTimeout(SHORT);
        assertThatThrownBy(() -> said(client, 'b')).isInstanceOf(SocketTimeoutException.class);

        wire.cut();
        wire.release();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aServerThatDoesNotListenIsToldAsSuch() throws IOException {
        try (Wire nowhere = Wire.to(Ports.free());
                Socket nobody = new Socket(InetAddress.getLoopbackAddress(), nowhere.port())) {
            assertThatThrownBy(() -> said(nobody, 'b')).isInstanceOf(SocketException.class);
        }
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), wire.port());
    }

    private static int said(Socket socket, char letter) throws IOException {
        socket.getOutputStream().write(letter);
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("closed");
        }
        return answer;
    }

    private void echo() {
        while (true) {
            try {
                Socket one = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (one;
                            InputStream in = one.getInputStream()) {
                        in.transferTo(one.getOutputStream());
                    } catch (IOException e) {
                        // The other side is gone.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }
}
