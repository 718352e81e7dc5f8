/** Impact assessments (PIPL art. 55, 56). */
@NullMarked
package covenant.consent.assessment;

import org.jspecify.annotations.NullMarked;
