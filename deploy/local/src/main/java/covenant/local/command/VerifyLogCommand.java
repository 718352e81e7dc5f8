package covenant.local.command;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.verifier.VerifyCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code covenant verify}: the independent verifier, pointed at the running stack unless its arguments say otherwise. */
@Command(
        name = "verify",
        description = {
            "Recompute the audit log from outside and name what is wrong with it.",
            "Without arguments: the running stack's log and what auditors are shown of it, remembering the last good checkpoint.",
            "With arguments: [--url URL | FOLDER] [--token TOKEN] [--state FILE] [--key KEY], passed on to the verifier."
        })
final class VerifyLogCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "the verifier's own arguments")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        List<String> all = arguments.isEmpty() ? ofTheStack() : arguments;
        return VerifyCommand.run(all.toArray(String[]::new), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    private List<String> ofTheStack() {
        int port = options.running().ports().of(Service.AUDIT);
        String token = new TokenMint(options.keys().tokenSigningKey())
                .mint(TokenRequest.of(Role.COMPLIANCE_AUDITOR.usualSubject(), Role.COMPLIANCE_AUDITOR.name())
                        .withSecondFactor());
        return List.of(
                "--url",
                "http://127.0.0.1:" + port,
                "--token",
                token,
                "--state",
                options.data().root().resolve("verifier.state").toString());
    }
}
