/** Reads what was logged, details opened, for those who compute with it: reports and findings. */
@NullMarked
package covenant.audit.reading;

import org.jspecify.annotations.NullMarked;
