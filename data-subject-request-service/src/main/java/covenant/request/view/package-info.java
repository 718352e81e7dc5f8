/** Self-service: a logged-in person sees her account and service data at once, masked until a second factor (policy 5.1.1). */
@NullMarked
package covenant.request.view;

import org.jspecify.annotations.NullMarked;
