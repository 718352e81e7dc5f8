/** Idempotency-Key: the same call answers the same, once. */
@NullMarked
package covenant.platform.idempotency;

import org.jspecify.annotations.NullMarked;
