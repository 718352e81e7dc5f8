package covenant.benchmarks.consent;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackException;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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

    /** One token per client, each of another backend system. */
    List<String> tokens(int clients) {
        TokenMint mint = new TokenMint(stack.keys().tokenSigningKey());
        return IntStream.range(0, clients)
                .mapToObj(i -> mint.mint(TokenRequest.of("backend-" + i, "BACKEND")))
                .toList();
    }

    /** What a person consents to: the policy in force. */
    GrantBody grant() {
        Answer policy =
                new Api(stack.ports(), stack.keys()).withToken(Optional.empty()).get(MEASURED, "/v1/policies/current");
        if (!policy.isSuccess()) {
            throw new StackException("No policy is in force: " + policy.described());
        }
        return new GrantBody(policy.at("/version"), policy.at("/sha256"));
    }

    @Override
    public void close() {
        stack.close();
    }
}
