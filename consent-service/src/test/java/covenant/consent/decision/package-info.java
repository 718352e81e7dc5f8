/** Tests of the pure deciders of this feature. */
@NullMarked
package covenant.consent.decision;

import org.jspecify.annotations.NullMarked;
