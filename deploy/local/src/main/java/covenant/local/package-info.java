/** The front door: the whole system on one machine, and the commands that look at it. */
@NullMarked
package covenant.local;

import org.jspecify.annotations.NullMarked;
