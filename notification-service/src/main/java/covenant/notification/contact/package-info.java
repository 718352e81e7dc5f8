/** Contact points: encrypted under the person's key, masked when read, found by keyed hash, erased with the person. */
@NullMarked
package covenant.notification.contact;

import org.jspecify.annotations.NullMarked;
