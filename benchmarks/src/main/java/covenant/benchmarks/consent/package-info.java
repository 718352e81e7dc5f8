/** Writing consents, against the same inserts by pgbench. */
@NullMarked
package covenant.benchmarks.consent;

import org.jspecify.annotations.NullMarked;
