/** How values are written into formats that other programs read. */
@NullMarked
package covenant.audit.text;

import org.jspecify.annotations.NullMarked;
