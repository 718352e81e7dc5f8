/** Tests of the notification service, on real PostgreSQL, Kafka and SMTP. */
@NullMarked
package covenant.notification;

import org.jspecify.annotations.NullMarked;
