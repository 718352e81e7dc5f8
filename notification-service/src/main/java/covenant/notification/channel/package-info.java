/** The ways out: SMTP, and HTTP gateways for text messages and push. Each says whether the message was taken, and never throws. */
@NullMarked
package covenant.notification.channel;

import org.jspecify.annotations.NullMarked;
