package covenant.platform.holder;

/** What a data holder is told to do. */
public enum OrderKind {
    ACCESS,
    CORRECTION,
    RESTRICTION,
    ERASURE
}
