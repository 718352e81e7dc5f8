package covenant.local.command;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Role;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covenant token}: prints a token and nothing else. */
@Command(
        name = "token",
        description = "Mint an access token, as the company's OpenID provider would.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    private static final Duration ASSERTION_LIFETIME = Duration.ofMinutes(5);

    @Mixin
    private StackOptions options = new StackOptions();

    @Parameters(paramLabel = "ROLE", description = "one of ${COMPLETION-CANDIDATES}")
    private Role role;

    @Option(names = "--sub", paramLabel = "S", description = "claim sub: who it is (for SUBJECT the subjectId)")
    private @Nullable String subject;

    @Option(names = "--holder", paramLabel = "H", description = "claim holder: whose orders (for HOLDER)")
    private @Nullable String holder;

    @Option(names = "--mfa", description = "with a second factor")
    private boolean mfa;

    @Option(
            names = "--assertion",
            description = "an assertion of the company's login instead: proves once who a SUBJECT is, for five minutes")
    private boolean assertion;

    @Option(
            names = "--ttl",
            paramLabel = "PERIOD",
            defaultValue = "PT12H",
            description = "valid for (default: ${DEFAULT-VALUE})")
    private Duration lifetime;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (role == Role.SUBJECT && subject == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "A SUBJECT token needs --sub <subjectId>.");
        }
        if (role == Role.HOLDER && holder == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "A HOLDER token needs --holder <holder id>.");
        }
        if (assertion) {
            return assertion();
        }
        TokenRequest request = TokenRequest.of(subject == null ? role.usualSubject() : subject, role.name())
                .withLifetime(lifetime);
        if (holder != null) {
            request = request.withHolder(holder);
        }
        if (mfa) {
            request = request.withSecondFactor();
        }
        spec.commandLine().getOut().println(new TokenMint(options.keys().tokenSigningKey()).mint(request));
        return 0;
    }

    private int assertion() {
        if (role != Role.SUBJECT || subject == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "The login asserts who a SUBJECT is: token SUBJECT --sub <subjectId> --assertion.");
        }
        spec.commandLine()
                .getOut()
                .println(new TokenMint(options.keys().loginSigningKey()).assertion(subject, ASSERTION_LIFETIME));
        return 0;
    }
}
