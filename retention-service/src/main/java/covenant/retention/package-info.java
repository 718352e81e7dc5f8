/** The retention service: everything is erased on time, nothing too early, nothing that law or a hold keeps. */
@NullMarked
package covenant.retention;

import org.jspecify.annotations.NullMarked;
