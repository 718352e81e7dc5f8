/** Finds what fell due, once, never early, and stops when the clock or the number of persons looks wrong. */
@NullMarked
package covenant.retention.sweep;

import org.jspecify.annotations.NullMarked;
