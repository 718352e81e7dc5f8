/** The dead-letter topics: what went wrong, and sending it again to the one consumer that failed. */
@NullMarked
package covenant.platform.deadletter;

import org.jspecify.annotations.NullMarked;
