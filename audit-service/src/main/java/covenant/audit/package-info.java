/** The audit-service: everything that happens to personal data, in a log that compliance can query and anyone can verify. */
@NullMarked
package covenant.audit;

import org.jspecify.annotations.NullMarked;
