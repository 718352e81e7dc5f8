/** What the clock does to requests: reminders, partial answers, overdue, clean-up. */
@NullMarked
package covenant.request.deadline;

import org.jspecify.annotations.NullMarked;
