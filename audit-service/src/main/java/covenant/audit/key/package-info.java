/** The identity of the log: its name and the key that signs it, which never change while it lives. */
@NullMarked
package covenant.audit.key;

import org.jspecify.annotations.NullMarked;
