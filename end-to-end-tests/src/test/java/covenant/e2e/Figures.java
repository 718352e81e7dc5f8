package covenant.e2e;

/** What a test measured, for the log of the run. */
final class Figures {

    private Figures() {}

    static void print(String line, Object... values) {
        System.out.println("figures: " + line.formatted(values));
    }
}
