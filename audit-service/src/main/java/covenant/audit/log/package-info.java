/**
 * The format of the audit log and nothing else: RFC 6962 Merkle hashing, C2SP tiles, entry bundles, checkpoints and proofs.
 *
 * <p>Pure functions and values over bytes; no database, no clock, no framework. What is written here can be read by unmodified
 * transparency-log tools.
 */
@NullMarked
package covenant.audit.log;

import org.jspecify.annotations.NullMarked;
