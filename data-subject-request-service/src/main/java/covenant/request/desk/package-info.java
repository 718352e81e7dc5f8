/** The REST face of requests: filing, looking, listing, cancelling. */
@NullMarked
package covenant.request.desk;

import org.jspecify.annotations.NullMarked;
