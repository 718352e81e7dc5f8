/** Acceptance and refusal, by rule or by an operator (policy 5.2, 5.2.2). */
@NullMarked
package covenant.request.decision;

import org.jspecify.annotations.NullMarked;
