/** Appends to the log, one batch at a time: entries, tiles, root and signed checkpoint commit together or not at all. */
@NullMarked
package covenant.audit.ledger;

import org.jspecify.annotations.NullMarked;
