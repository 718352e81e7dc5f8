package covenant.audit.entry;

import covenant.platform.crypto.BlindIndex;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Keyed, one-way names for persons in what is published.
 *
 * <p>Who knows a subjectId and may ask this service finds the person's entries, even after the erasure (R-4.1.2-5: the evidence of the
 * erasure itself must be found); who only sees the log learns nothing, and cannot enumerate.
 */
@ApplicationScoped
public class Pseudonyms {

    private static final String PREFIX = "p-";

    private final BlindIndex index;

    public Pseudonyms(BlindIndex index) {
        this.index = index;
    }

    /** The pseudonym of a person: 128 bits. */
    public String ofSubject(String subjectId) {
        return PREFIX + index.pseudonym("audit.subject", subjectId);
    }

    /** Tells two payloads apart without revealing either: a reused event id is noticed even when the details are erased (R-ENV-3). */
    public byte[] ofPayload(String details) {
        return index.hmac("audit.payload", details);
    }
}
