/** What the life of an account means for consent (policy 1.5.3). */
@NullMarked
package covenant.consent.account;

import org.jspecify.annotations.NullMarked;
