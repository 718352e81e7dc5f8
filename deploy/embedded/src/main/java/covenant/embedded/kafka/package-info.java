/** A real Kafka broker (KRaft, one node) as a child JVM, with the platform's topics. */
@NullMarked
package covenant.embedded.kafka;

import org.jspecify.annotations.NullMarked;
