/** Certificates that are renewed while a service runs. */
@NullMarked
package covenant.platform.tls;

import org.jspecify.annotations.NullMarked;
