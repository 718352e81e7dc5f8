/** Messages to the person, asked of the notification service. */
@NullMarked
package covenant.request.notice;

import org.jspecify.annotations.NullMarked;
