package covenant.benchmarks.consent;

/**
 * Rows of a table.
 *
 * @param averageBytes of a row as stored
 */
record Rows(long count, double averageBytes) {}
