package covenant.benchmarks.page;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./covenant bench plot PAGE…}: draws what is drawn after a measurement, for a page that is there. */
@Command(
        name = "plot",
        description = "Draws the plots of pages of results from their tables, and links them.",
        mixinStandardHelpOptions = true)
public final class PlotCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PAGE", description = "benchmarks/results/<date>-<name>.md")
    private List<Path> pages = List.of();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (Path page : pages) {
            List<Path> drawn = Results.draw(page);
            out.println(page.getFileName() + ": " + (drawn.isEmpty() ? "nothing to draw" : drawn.size() + " drawn"));
        }
        return 0;
    }
}
