/** State and event commit together: events are rows, a relay publishes them. */
@NullMarked
package covenant.platform.outbox;

import org.jspecify.annotations.NullMarked;
