@NullMarked
package covenant.consent.evidence;

import org.jspecify.annotations.NullMarked;
