/** Entries on defaults (黑名单): what is recorded of a person, for how long, and what a dispute stops (policy 3.1.6). */
@NullMarked
package covenant.consent.blacklist;

import org.jspecify.annotations.NullMarked;
