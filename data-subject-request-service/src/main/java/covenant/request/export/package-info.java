/** The package that answers a request for access, copy or portability. */
@NullMarked
package covenant.request.export;

import org.jspecify.annotations.NullMarked;
