/** What repeated, clearly excessive requests for portability may cost; all else is free (R-5.2.1-7). */
@NullMarked
package covenant.request.fee;

import org.jspecify.annotations.NullMarked;
