package covenant.consent.grant;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Consents and refusals as the person sees them, for an answer to a request for access (policy 5.1.2). */
@ApplicationScoped
public class GivenEvidence {
    /** More records than anybody reads; the history has them all. */
    private static final int MOST = 1000;

    private final ConsentStore consents;

    GivenEvidence(ConsentStore consents) {
        this.consents = consents;
    }

    /** At most the thousand newest. */
    public List<? extends Record> newestFirst(String subjectId) {
        return consents.newest(subjectId, MOST).stream().map(ConsentView::of).toList();
    }
}
