/** The eleven exceptions of policy 1.3, each with evidence, scope, end and two persons. */
@NullMarked
package covenant.consent.exception;

import org.jspecify.annotations.NullMarked;
