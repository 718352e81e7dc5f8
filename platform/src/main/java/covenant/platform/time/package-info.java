/**
 * Time as the policy counts it: the injected clock, the legal calendar of Asia/Shanghai (requirements 0.7, Civil Code arts
 * 200-204) and, in the sandbox only, a clock that can be moved.
 */
@NullMarked
package covenant.platform.time;

import org.jspecify.annotations.NullMarked;
