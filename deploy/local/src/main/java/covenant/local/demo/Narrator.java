package covenant.local.demo;

import java.util.function.Consumer;

/** Tells the story as it happens. */
public final class Narrator {

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
        out.accept("     " + line.formatted(values));
    }

    void end(String line) {
        out.accept("");
        out.accept(line);
    }
}
