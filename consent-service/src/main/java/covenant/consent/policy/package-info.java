/** Policy versions: immutable texts, what changes between them, and when one takes effect (policy 6). */
@NullMarked
package covenant.consent.policy;

import org.jspecify.annotations.NullMarked;
