/** PostgreSQL through Jdbi, inside the caller's transaction; time-ordered identifiers. */
@NullMarked
package covenant.platform.storage;

import org.jspecify.annotations.NullMarked;
