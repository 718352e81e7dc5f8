/** Notices: one per dedup key and person, delivered channel by channel until one reaches the person; inbox and work items. */
@NullMarked
package covenant.notification.delivery;

import org.jspecify.annotations.NullMarked;
