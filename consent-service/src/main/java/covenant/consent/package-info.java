/** Consent: what the policy promises about consent, purpose, policy and sharing, kept. */
@NullMarked
package covenant.consent;

import org.jspecify.annotations.NullMarked;
