/** What the last test run did, read from its reports. */
@NullMarked
package covenant.local.report;

import org.jspecify.annotations.NullMarked;
