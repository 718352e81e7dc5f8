/** Backups that still hold what was erased live, and restores that must not bring it back. */
@NullMarked
package covenant.retention.backup;

import org.jspecify.annotations.NullMarked;
