/** A request of a data subject from receipt to its end: states, rules, store and REST face. */
@NullMarked
package covenant.request.request;

import org.jspecify.annotations.NullMarked;
