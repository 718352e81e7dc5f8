/** Which accounts are open: whom a policy change or the end of the service concerns. */
@NullMarked
package covenant.notification.account;

import org.jspecify.annotations.NullMarked;
