/** The commands of {@code ./covenant}. */
@NullMarked
package covenant.local.command;

import org.jspecify.annotations.NullMarked;
