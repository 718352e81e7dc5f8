package covenant.request.catalogue;

/** A text in both languages that ship. */
public record Label(String zh, String en) {}
