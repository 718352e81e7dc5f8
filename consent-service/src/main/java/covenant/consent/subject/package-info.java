/** What holds for one person now, in one row: all that a decision needs. */
@NullMarked
package covenant.consent.subject;

import org.jspecify.annotations.NullMarked;
