package covenant.local.demo;

import java.util.function.Consumer;

/** Tells the story as it happens. */
public final class Narrator {

    private static final int WIDTH = 110;
    private static final String INDENT = "     ";

    private final Consumer<String> out;

    public Narrator(Consumer<String> out) {
        this.out = out;
    }

    void step(int number, int of, String title) {
        out.accept("");
        out.accept("%d/%d  %s".formatted(number, of, title));
    }

    /** A line of the story. */
    void tell(String line, Object... values) {
        line.formatted(values).lines().forEach(this::wrapped);
    }

    private void wrapped(String line) {
        StringBuilder row = new StringBuilder();
        for (String word : line.split(" ")) {
            if (!row.isEmpty() && row.length() + word.length() >= WIDTH) {
                out.accept(INDENT + row);
                row = new StringBuilder("  ");
            }
            row.append(row.isEmpty() || row.toString().isBlank() ? "" : " ").append(word);
        }
        out.accept(INDENT + row);
    }

    void end(String line) {
        out.accept("");
        out.accept(line);
    }
}
