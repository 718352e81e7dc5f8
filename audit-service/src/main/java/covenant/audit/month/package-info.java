/** The log by month: each closed month's entries and signed root, and how long the log is kept. */
@NullMarked
package covenant.audit.month;

import org.jspecify.annotations.NullMarked;
