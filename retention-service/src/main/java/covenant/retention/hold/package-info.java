/** Legal holds: what may not be erased while an authority or a dispute needs it. */
@NullMarked
package covenant.retention.hold;

import org.jspecify.annotations.NullMarked;
