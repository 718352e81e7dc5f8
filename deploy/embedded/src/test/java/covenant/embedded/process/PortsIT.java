package covenant.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsIT {

    private static final int MANY = 300;

    /** Says the ports that another JVM gets, and keeps them until its input ends. */
    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < MANY; i++) {
            System.out.println(Ports.free());
        }
        System.out.println("done");
        assertThat(System.in.read()).isNegative();
    }

    /** Nothing listens on any of them meanwhile: they are only promised. */
    @Test
    void twoJvmsNeverGetTheSamePort() throws IOException {
        Process other = new ProcessBuilder(JavaCommand.of(PortsIT.class, List.of(), List.of()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = other.inputReader()) {
            Set<Integer> own = new HashSet<>();
            IntStream.range(0, MANY).forEach(i -> own.add(Ports.free()));
            List<Integer> others = output.lines()
                    .takeWhile(line -> !line.equals("done"))
                    .map(Integer::valueOf)
                    .toList();

            assertThat(own).hasSize(MANY).allMatch(port -> port < 32_768);
            assertThat(others).hasSize(MANY).doesNotContainAnyElementsOf(own);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aPortThatSomebodyListensOnAnswersAndIsNotFree() throws IOException {
        int port = Ports.free();
        assertThat(Ports.answers(port)).isFalse();
        assertThat(Ports.isFree(port)).isTrue();
        try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.answers(server.getLocalPort())).isTrue();
            assertThat(Ports.isFree(server.getLocalPort())).isFalse();
        }
    }
}
