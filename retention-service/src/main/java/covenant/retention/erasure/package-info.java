/** Erasure from the due instant to the last holder: orders, recipients, the closing notice, the end of the live data. */
@NullMarked
package covenant.retention.erasure;

import org.jspecify.annotations.NullMarked;
