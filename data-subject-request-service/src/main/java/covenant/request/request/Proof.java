package covenant.request.request;

import covenant.contracts.DsrEvent.VerificationMethod;
import java.time.Instant;

/**
 * That the identity was proven, and what follows from the day it was.
 *
 * @param replyDue 24:00 in Shanghai of the 30th day after receipt and verification (policy 5.2.1)
 */
public record Proof(VerificationMethod method, Instant verifiedAt, Instant replyDue) {}
