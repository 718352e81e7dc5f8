/** Keyset cursors: lists that stay stable under inserts. */
@NullMarked
package covenant.platform.paging;

import org.jspecify.annotations.NullMarked;
