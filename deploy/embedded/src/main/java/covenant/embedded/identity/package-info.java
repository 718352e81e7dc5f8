/** The local stand-in for a company's OpenID provider: a signing key and the tokens it mints. */
@NullMarked
package covenant.embedded.identity;

import org.jspecify.annotations.NullMarked;
