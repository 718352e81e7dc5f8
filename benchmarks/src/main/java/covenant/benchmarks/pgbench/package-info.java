/** The reference: pgbench, with scripts that do what a service does in the database. */
@NullMarked
package covenant.benchmarks.pgbench;

import org.jspecify.annotations.NullMarked;
