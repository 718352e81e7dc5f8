/** What this service holds of a person and gives to the person (policy 5.1.2, PIPL art. 45). */
@NullMarked
package covenant.consent.held;

import org.jspecify.annotations.NullMarked;
