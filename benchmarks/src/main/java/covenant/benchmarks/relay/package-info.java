/** The outbox relay of a running service against Kafka's own performance tool. */
@NullMarked
package covenant.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
