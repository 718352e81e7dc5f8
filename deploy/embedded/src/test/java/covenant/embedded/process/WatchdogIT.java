package covenant.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogIT {

    @TempDir
    Path directory;

    /** A JVM that starts a child and says its process number. */
    public static void main(String[] arguments) throws InterruptedException {
        ChildProcess child = ChildProcess.start(sleeper(Path.of(arguments[0])));
        System.out.println(child.pid());
        Thread.currentThread().join();
    }

    private static ChildProcess.Spec sleeper(Path directory) {
        return new ChildProcess.Spec(
                "sleeper", List.of("/bin/sleep", "600"), Map.of(), directory, directory.resolve("sleeper.log"), "TERM");
    }

    @Test
    void childEndsWhenItsParentIsKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Process parent = new ProcessBuilder(JavaCommand.of(WatchdogIT.class, List.of(), List.of(directory.toString())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();

            parent.destroyForcibly();

            child.onExit().get(10, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void stopIsOrderlyAndKnownFromAnAccident() {
        ChildProcess stopped = ChildProcess.start(sleeper(directory));
        ChildProcess killed = ChildProcess.start(sleeper(directory));

        stopped.close();
        Signals.send("KILL", killed.pid());

        assertThat(stopped.onExit().join()).isEqualTo(143);
        assertThat(stopped.isStopping()).isTrue();
        assertThat(killed.onExit().join()).isEqualTo(137);
        assertThat(killed.isStopping()).isFalse();
    }
}
