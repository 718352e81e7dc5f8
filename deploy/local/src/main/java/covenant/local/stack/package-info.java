/** The whole system on one machine: PostgreSQL, Kafka, the mail sink and the five services as processes over one data directory. */
@NullMarked
package covenant.local.stack;

import org.jspecify.annotations.NullMarked;
