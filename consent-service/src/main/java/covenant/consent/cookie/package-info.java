/** Cookies: registered purposes only, read by their own domain only, cleared when the person wants it (policy 2). */
@NullMarked
package covenant.consent.cookie;

import org.jspecify.annotations.NullMarked;
