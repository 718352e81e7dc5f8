/** Orders to data holders for a request, and what they hand in. */
@NullMarked
package covenant.request.order;

import org.jspecify.annotations.NullMarked;
