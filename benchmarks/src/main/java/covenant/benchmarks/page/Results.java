package covenant.benchmarks.page;

import covenant.benchmarks.page.Plot.Drawn;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code benchmarks/results}: a dated page a benchmark, beside it what is drawn from its tables. */
public final class Results {

    private static final Pattern PAGE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}-(.+)\\.md");

    private Results() {}

    /** Writes the page, draws what belongs to it, and says where it is. */
    public static void keep(
            Installation installation, LocalDate date, String benchmark, String page, Consumer<String> say)
            throws IOException {
        Path file = installation.home().resolve("benchmarks/results").resolve(date + "-" + benchmark + ".md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
        draw(file);
        say.accept("Written to " + installation.home().relativize(file));
    }

    /**
     * Draws a page's plots beside it and links each behind its table, unless it is linked already.
     *
     * @return the plots, none when there is nothing to draw on such a page
     */
    public static List<Path> draw(Path page) throws IOException {
        Matcher name = PAGE.matcher(page.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("Not a page of results: " + page.getFileName());
        }
        List<Path> drawn = new ArrayList<>();
        for (Plot plot : Plot.of(name.group(1))) {
            List<String> lines = new ArrayList<>(Files.readAllLines(page));
            Drawn result = plot.from(lines).orElse(null);
            if (result == null) {
                continue;
            }
            Path image = page.resolveSibling(page.getFileName().toString().replaceFirst("\\.md$", plot.ending()));
            Files.writeString(image, result.chart().svg());
            drawn.add(image);
            String link = "![%s](%s)".formatted(plot.title(), image.getFileName());
            if (!lines.contains(link)) {
                lines.addAll(result.afterLine(), List.of("", link));
                Files.writeString(page, String.join("\n", lines) + "\n");
            }
        }
        return drawn;
    }
}
