/** Tests of the pure deciders of this feature. */
@NullMarked
package covenant.consent.policy;

import org.jspecify.annotations.NullMarked;
