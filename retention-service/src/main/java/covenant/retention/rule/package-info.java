/** Retention rules as data: per category the period, its anchor, the action and the law that may demand more. */
@NullMarked
package covenant.retention.rule;

import org.jspecify.annotations.NullMarked;
