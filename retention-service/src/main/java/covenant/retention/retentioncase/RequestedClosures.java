package covenant.retention.retentioncase;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an accepted request to close an account asks of the accounts. */
public interface RequestedClosures {
    /**
     * Closes the open accounts of the person, or the one that is named, and publishes each as AccountClosed. Accounts that are closed, not
     * known here, somebody else's, or opened after the decision stay as they are: asked twice it happens once.
     *
     * @param decidedAt closing instant
     */
    void closeOnRequest(String subjectId, @Nullable String accountId, Instant decidedAt);
}
