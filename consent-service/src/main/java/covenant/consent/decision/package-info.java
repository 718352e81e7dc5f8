/** May this category be used for this purpose of this person? Fails closed. */
@NullMarked
package covenant.consent.decision;

import org.jspecify.annotations.NullMarked;
