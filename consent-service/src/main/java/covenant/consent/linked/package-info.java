/** Accounts elsewhere with which a person logs in: what their scopes allow, and what unlinking takes back (policy 1.4.1). */
@NullMarked
package covenant.consent.linked;

import org.jspecify.annotations.NullMarked;
