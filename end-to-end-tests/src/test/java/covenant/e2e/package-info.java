/** Black-box tests over the running stack: real processes, real databases, real Kafka, as a stranger sees them. */
@NullMarked
package covenant.e2e;

import org.jspecify.annotations.NullMarked;
