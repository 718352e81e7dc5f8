/** {@code ./covenant faults}: the rows of the reliability table, which tests show each, and the page of what they measured. */
@NullMarked
package covenant.local.fault;

import org.jspecify.annotations.NullMarked;
