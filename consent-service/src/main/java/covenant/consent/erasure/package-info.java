/** What remains of a person after erasure: pseudonymous evidence, nothing else. */
@NullMarked
package covenant.consent.erasure;

import org.jspecify.annotations.NullMarked;
