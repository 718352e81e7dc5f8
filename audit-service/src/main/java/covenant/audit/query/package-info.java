/** What compliance asks the log: entries by person, type, actor, service, correlation and time, one by one or all of them. */
@NullMarked
package covenant.audit.query;

import org.jspecify.annotations.NullMarked;
