package covenant.consent.catalogue;

/** A name as people read it. */
public record Label(String zh, String en) {}
