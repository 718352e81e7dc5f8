/** Switching on, with a second person, what ships switched off (R-CAT-1). */
@NullMarked
package covenant.consent.enabling;

import org.jspecify.annotations.NullMarked;
