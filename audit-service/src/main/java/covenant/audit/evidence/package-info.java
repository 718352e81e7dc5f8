/** Everything that was logged on one person, in a file that proves itself offline. */
@NullMarked
package covenant.audit.evidence;

import org.jspecify.annotations.NullMarked;
