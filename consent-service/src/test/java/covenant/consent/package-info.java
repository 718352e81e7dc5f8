/** Tests over the whole service, on real PostgreSQL and Kafka. */
@NullMarked
package covenant.consent;

import org.jspecify.annotations.NullMarked;
