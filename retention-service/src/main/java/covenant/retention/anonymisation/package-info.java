/** Proof that a method makes data anonymous for good: recorded before anything counts as anonymised (R-1.5.2-2). */
@NullMarked
package covenant.retention.anonymisation;

import org.jspecify.annotations.NullMarked;
