package covenant.platform.problem;

/** One field that is wrong, and why; the message never repeats the value. */
public record Violation(String field, String message) {}
