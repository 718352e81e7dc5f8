package covenant.benchmarks.consent;

import covenant.benchmarks.load.Backends;
import covenant.benchmarks.load.GrantBody;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is measured: PostgreSQL, Kafka and the consent-service, started for this alone on free ports and a directory of their own, and beside
 * the service's database a second one with the same tables, for the reference.
 */
final class Ground implements AutoCloseable {

    private static final Service MEASURED = Service.CONSENT;

    private final Stack stack;

    private Ground(Stack stack) {
        this.stack = stack;
    }

    /** @param javaOptions of the service's JVM */
    static Ground open(Installation installation, Path data, List<String> javaOptions, Consumer<String> progress) {
        Stack stack = Stack.prepare(
                installation,
                DataDirectory.at(data),
                StackPorts.free(),
                false,
                new Selection(Set.of(MEASURED), Optional.of(javaOptions)),
                progress);
        stack.start();
        try {
            // A database is copied while nobody is connected to it.
            stack.stop(MEASURED);
            Ground ground = new Ground(stack);
            ground.databases().createReference();
            stack.launch(MEASURED);
            stack.awaitReady(MEASURED);
            return ground;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    Databases databases() {
        return new Databases(stack.postgres());
    }

    int servicePort() {
        return stack.ports().of(MEASURED);
    }

    Stack stack() {
        return stack;
    }

    long servicePid() {
        return stack.pid(MEASURED);
    }

    String role() {
        return MEASURED.database();
    }

    String password() {
        return stack.keys().password(MEASURED.database());
    }

    List<String> tokens(int clients) {
        return Backends.tokens(stack.keys(), clients);
    }

    GrantBody grant() {
        return GrantBody.inForce(stack);
    }

    @Override
    public void close() {
        stack.close();
    }
}
