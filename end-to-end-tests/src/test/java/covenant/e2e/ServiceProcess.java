package covenant.e2e;

import covenant.embedded.process.JavaCommand;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One more process of a service, beside the stack, with settings of the test's own and none of the stack's. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServiceProcess start(Service service, Path log, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                JavaCommand.executable(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                Installation.find().jar(service).toString()));
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("COVENANT_"));
        builder.environment().putAll(settings);
        return new ServiceProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** Where the stack's database and broker are, and what a sandbox needs; who signs tokens is left to say. */
    static Map<String, String> sandbox(SharedStack stack, Service service) {
        Map<String, String> settings = new HashMap<>(servers(stack, service));
        settings.putAll(Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "COVENANT_SANDBOX",
                "true",
                "COVENANT_KEYS_DIRECTORY",
                stack.data().keys().resolve(service.module()).toString(),
                "COVENANT_KEYS_SHARED",
                stack.data().keys().resolve("shared").toString(),
                "COVENANT_RESIDENCY_REGION",
                "cn-east-1",
                "COVENANT_RETENTION_AML_APPLIES",
                "true"));
        return settings;
    }

    /** Only where the stack's database and broker are. */
    static Map<String, String> servers(SharedStack stack, Service service) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + stack.ports().postgres() + "/" + service.database(),
                "QUARKUS_DATASOURCE_USERNAME",
                service.database(),
                "QUARKUS_DATASOURCE_PASSWORD",
                stack.keys().password(service.database()),
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + stack.ports().kafka());
    }

    /** Waits for the process to end by itself. */
    int exitCode(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + log);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
