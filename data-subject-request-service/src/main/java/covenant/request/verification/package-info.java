/** Who asks is who she says: one-time codes, assertions of the login, checked documents (policy 5.2.1). */
@NullMarked
package covenant.request.verification;

import org.jspecify.annotations.NullMarked;
