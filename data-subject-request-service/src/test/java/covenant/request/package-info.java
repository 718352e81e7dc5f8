/** The service as its callers and its data holders see it. */
@NullMarked
package covenant.request;

import org.jspecify.annotations.NullMarked;
