/** Consents given, refused and taken back, with the evidence of each. */
@NullMarked
package covenant.consent.grant;

import org.jspecify.annotations.NullMarked;
