/** The proof that nothing is left: what, where, when, who confirmed; signed. */
@NullMarked
package covenant.retention.certificate;

import org.jspecify.annotations.NullMarked;
