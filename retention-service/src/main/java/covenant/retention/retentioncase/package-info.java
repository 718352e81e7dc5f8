/** Retention cases: from a cause to dated items, and the pure decisions on them. */
@NullMarked
package covenant.retention.retentioncase;

import org.jspecify.annotations.NullMarked;
