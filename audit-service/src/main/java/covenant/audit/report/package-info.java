/** Reports for management and regulators, computed from the entries of the log and nothing else: JSON, CSV, HTML, and a signed package. */
@NullMarked
package covenant.audit.report;

import org.jspecify.annotations.NullMarked;
