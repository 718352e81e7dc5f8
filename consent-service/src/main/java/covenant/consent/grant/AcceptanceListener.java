package covenant.consent.grant;

import covenant.consent.subject.SubjectState;

/** A feature that has something waiting for the person to accept a policy version. */
public interface AcceptanceListener {

    /** In the transaction of the acceptance; the person's row is locked. */
    SubjectState accepted(SubjectState state);
}
