/** One strict JSON mapper for REST and events. */
@NullMarked
package covenant.platform.json;

import org.jspecify.annotations.NullMarked;
