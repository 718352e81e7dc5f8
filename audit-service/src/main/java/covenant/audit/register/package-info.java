/** The register of certificates, audits, trainings and agreements: what the organisation shows for itself, and when it runs out. */
@NullMarked
package covenant.audit.register;

import org.jspecify.annotations.NullMarked;
