/** Accounts as the account system tells of them: opening, closing, reopening, and what contradicts. */
@NullMarked
package covenant.retention.account;

import org.jspecify.annotations.NullMarked;
