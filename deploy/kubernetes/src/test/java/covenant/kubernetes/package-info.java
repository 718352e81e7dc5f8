/** What the manifests, dashboards, rules and runbooks promise, checked against the code and the contracts. */
@NullMarked
package covenant.kubernetes;

import org.jspecify.annotations.NullMarked;
