/** Documents that an exception or a disclosure rests on: their numbers, never the documents. */
@NullMarked
package covenant.consent.evidence;

import org.jspecify.annotations.NullMarked;
