/** Recomputes the whole log from the database: leaves, columns, details, tiles, roots and signatures. */
@NullMarked
package covenant.audit.verification;

import org.jspecify.annotations.NullMarked;
