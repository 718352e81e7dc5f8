/** Tests of the pure deciders of this feature. */
@NullMarked
package covenant.consent.grant;

import org.jspecify.annotations.NullMarked;
