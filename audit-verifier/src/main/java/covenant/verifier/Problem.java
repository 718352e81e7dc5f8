package covenant.verifier;

/**
 * Something that is wrong with the log.
 *
 * @param entry index of the entry it concerns, the first one if several
 * @param text what is wrong, without content of the entry
 */
record Problem(long entry, String text) {

    /** Sorts behind every entry: the head of the log is wrong while no single entry is. */
    static final long WHOLE_LOG = Long.MAX_VALUE;

    static Problem ofLog(String text) {
        return new Problem(WHOLE_LOG, text);
    }

    @Override
    public String toString() {
        return entry == WHOLE_LOG ? text : "entry " + entry + ": " + text;
    }
}
