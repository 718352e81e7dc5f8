/** A mail sink: SMTP in, one .eml file per message out. */
@NullMarked
package covenant.embedded.smtp;

import org.jspecify.annotations.NullMarked;
