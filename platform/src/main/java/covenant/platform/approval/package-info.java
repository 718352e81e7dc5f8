/** Acts that need two persons. */
@NullMarked
package covenant.platform.approval;

import org.jspecify.annotations.NullMarked;
