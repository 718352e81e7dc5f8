/** Messages to many: expanded in batches, resumable after any stop, complete when everyone was reached or is covered. */
@NullMarked
package covenant.notification.campaign;

import org.jspecify.annotations.NullMarked;
