/** What follows from a verified or accepted request, type by type, until the person is answered. */
@NullMarked
package covenant.request.flow;

import org.jspecify.annotations.NullMarked;
