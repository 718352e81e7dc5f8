/** Facts that other systems put into the log by REST: what happened where there is no Kafka, and evidence of certificates and trainings. */
@NullMarked
package covenant.audit.fact;

import org.jspecify.annotations.NullMarked;
