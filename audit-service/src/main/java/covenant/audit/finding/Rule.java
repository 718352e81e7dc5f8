package covenant.audit.finding;

import java.time.Duration;

/**
 * A threshold, as data.
 *
 * @param threshold persons or records for mass access, days for expiring evidence; others do not use it
 * @param span window, or how long something counts
 */
record Rule(FindingKind kind, boolean enabled, long threshold, Duration span) {}
