/** A real PostgreSQL as a child process, with one database and one login role per service. */
@NullMarked
package covenant.embedded.postgres;

import org.jspecify.annotations.NullMarked;
