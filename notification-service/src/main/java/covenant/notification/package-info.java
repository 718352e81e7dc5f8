/** Tells people what the policy promises to tell them, and proves it: notices, campaigns, incidents and announcements. */
@NullMarked
package covenant.notification;

import org.jspecify.annotations.NullMarked;
