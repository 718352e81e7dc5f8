package covenant.retention.certificate;

import java.time.Instant;
import java.util.UUID;

/**
 * A certificate as it was issued; it never changes.
 *
 * @param document JSON text, the payload of {@code jws} byte for byte
 * @param sha256 of the document, lower-case hex
 * @param jws compact JSON Web Signature (RFC 7515) by the key of {@code GET /v1/keys}
 */
record Certificate(UUID caseId, int number, Instant issuedAt, String document, String sha256, String jws) {}
