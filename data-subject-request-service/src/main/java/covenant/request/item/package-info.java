/** Deletion of single items by the person herself (policy 5.2). */
@NullMarked
package covenant.request.item;

import org.jspecify.annotations.NullMarked;
