/** Tests of the pure deciders of this feature. */
@NullMarked
package covenant.consent.sharing;

import org.jspecify.annotations.NullMarked;
