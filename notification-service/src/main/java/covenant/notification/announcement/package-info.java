/** Public announcements: a page, a list and an Atom feed. They cover people whom no channel reaches. */
@NullMarked
package covenant.notification.announcement;

import org.jspecify.annotations.NullMarked;
