/** What holds for every HTTP call: limits, headers, and the record of refused calls. */
@NullMarked
package covenant.platform.web;

import org.jspecify.annotations.NullMarked;
