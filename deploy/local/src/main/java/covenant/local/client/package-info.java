/** REST and Kafka as a company's own systems would speak them to the stack. */
@NullMarked
package covenant.local.client;

import org.jspecify.annotations.NullMarked;
