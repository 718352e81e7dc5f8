/** Takes every event of every topic into the log, in batches, once each; sets aside what is no event. */
@NullMarked
package covenant.audit.intake;

import org.jspecify.annotations.NullMarked;
