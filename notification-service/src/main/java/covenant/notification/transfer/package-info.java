/** Mergers and the like: everyone is told to whom the data goes, before it goes (PIPL art. 22, policy 3.2.3). */
@NullMarked
package covenant.notification.transfer;

import org.jspecify.annotations.NullMarked;
