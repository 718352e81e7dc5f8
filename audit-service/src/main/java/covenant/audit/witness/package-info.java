/** Asks an outside witness whether this log still extends what it showed before, and collects its cosignatures (C2SP tlog-witness). */
@NullMarked
package covenant.audit.witness;

import org.jspecify.annotations.NullMarked;
