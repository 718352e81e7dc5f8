/** Child processes that start with a log, stop with a grace period and never outlive their parent. */
@NullMarked
package covenant.embedded.process;

import org.jspecify.annotations.NullMarked;
