/** The log as any transparency-log tool reads it: checkpoint, tiles, entry bundles, key and proofs; no personal data in any of it. */
@NullMarked
package covenant.audit.tile;

import org.jspecify.annotations.NullMarked;
