/** Tests of the catalogue's own rules. */
@NullMarked
package covenant.consent.catalogue;

import org.jspecify.annotations.NullMarked;
