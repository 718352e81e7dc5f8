/** Events that arrive: parsed, applied once, in aggregate order, or dead-lettered with a reason. */
@NullMarked
package covenant.platform.intake;

import org.jspecify.annotations.NullMarked;
