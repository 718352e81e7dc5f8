/** Tests of switching categories on. */
@NullMarked
package covenant.consent.enabling;

import org.jspecify.annotations.NullMarked;
