/** What needs a person's attention: raised once per cause, seen by operators and auditors, kept after it was settled. */
@NullMarked
package covenant.consent.alarm;

import org.jspecify.annotations.NullMarked;
