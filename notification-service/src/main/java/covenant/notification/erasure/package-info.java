/** This service as a data holder: it obeys erasure orders for contact points, and shreds erased persons. */
@NullMarked
package covenant.notification.erasure;

import org.jspecify.annotations.NullMarked;
