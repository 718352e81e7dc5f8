/** What other services tell: one consumer per producer, each event once. */
@NullMarked
package covenant.request.intake;

import org.jspecify.annotations.NullMarked;
