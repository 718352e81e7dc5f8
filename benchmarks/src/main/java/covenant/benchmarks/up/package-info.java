/** How long {@code ./covenant up} takes and what the whole stack holds. */
@NullMarked
package covenant.benchmarks.up;

import org.jspecify.annotations.NullMarked;
