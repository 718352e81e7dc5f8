/** Who may get data of a person, and the ledger of who got it (policy 3). */
@NullMarked
package covenant.consent.sharing;

import org.jspecify.annotations.NullMarked;
