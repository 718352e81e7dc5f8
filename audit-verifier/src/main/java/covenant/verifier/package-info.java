/**
 * Verifies an audit log without trusting the service that wrote it.
 *
 * <p>Written against the public specifications alone (RFC 6962, RFC 8032, C2SP signed-note, tlog-checkpoint and tlog-tiles), with the
 * JDK and a JSON parser; shares no code with the service, so that one mistake cannot hide in both.
 */
@NullMarked
package covenant.verifier;

import org.jspecify.annotations.NullMarked;
