/** Who calls: roles, own-data rules and the second factor. */
@NullMarked
package covenant.platform.security;

import org.jspecify.annotations.NullMarked;
