package covenant.local.command;

import covenant.local.compose.ComposeStack;
import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.stack.Installation;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code covenant demo}: exit code 0 when every step held. */
@Command(
        name = "demo",
        description = "Play the whole story against the running stack.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Option(
            names = "--compose",
            description =
                    "the stack of docker-compose.yml with deploy/compose/sandbox.yml instead, with what lies in deploy/compose/secrets")
    private boolean compose;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Narrator narrator = new Narrator(spec.commandLine().getOut()::println);
        if (compose) {
            ComposeStack stack = new ComposeStack(Installation.find().home().resolve("deploy/compose/secrets"));
            // The verifier connects for itself.
            SSLContext.setDefault(stack.trust());
            Storyline.against(stack.stage(), narrator).play();
        } else {
            Storyline.against(options.running(), options.data(), narrator).play();
        }
        return 0;
    }
}
