/** Security incidents: grades, phases, regulator clocks, the breach notice to everyone affected, reports of leaks by anyone. */
@NullMarked
package covenant.notification.incident;

import org.jspecify.annotations.NullMarked;
