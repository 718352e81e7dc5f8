/** Letters as print-ready PDF. */
@NullMarked
package covenant.notification.letter;

import org.jspecify.annotations.NullMarked;
