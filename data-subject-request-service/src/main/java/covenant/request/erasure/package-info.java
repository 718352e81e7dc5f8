/** This service is a data holder too: it obeys erasure orders and shreds keys. */
@NullMarked
package covenant.request.erasure;

import org.jspecify.annotations.NullMarked;
