/** Looks through the log for what should not have happened, and keeps what was found until somebody says why it is settled. */
@NullMarked
package covenant.audit.finding;

import org.jspecify.annotations.NullMarked;
