/** Expected refusals as values, and the one place where they become RFC 9457 problem+json. */
@NullMarked
package covenant.platform.problem;

import org.jspecify.annotations.NullMarked;
