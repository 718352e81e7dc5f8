/** What was published about a person, from approval to takedown (policy 3.3). */
@NullMarked
package covenant.consent.publication;

import org.jspecify.annotations.NullMarked;
