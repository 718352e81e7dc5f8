package covenant.local.command;

import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code covenant demo}: exit code 0 when every step held. */
@Command(
        name = "demo",
        description = "Play the whole story against the running stack.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Narrator narrator = new Narrator(spec.commandLine().getOut()::println);
        Storyline.against(options.running(), options.data(), narrator).play();
        return 0;
    }
}
