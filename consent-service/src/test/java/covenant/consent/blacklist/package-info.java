/** Tests of the pure deciders of this feature. */
@NullMarked
package covenant.consent.blacklist;

import org.jspecify.annotations.NullMarked;
