/** The end of the service: at least 30 full days of notice, then erasure for everyone (policy 4.2.3). */
@NullMarked
package covenant.retention.termination;

import org.jspecify.annotations.NullMarked;
