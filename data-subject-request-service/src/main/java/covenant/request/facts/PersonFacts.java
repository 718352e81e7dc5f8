package covenant.request.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a person when a request is decided.
 *
 * @param openAccounts ids; nothing known of accounts means none of both kinds
 * @param terminated the service as a whole has ended (policy 4.2.3)
 * @param consented categories that a live consent covers
 * @param withdrawn categories for which a withdrawal left no other purpose
 * @param due per category the latest instant at which it is to be erased, where a case exists
 */
public record PersonFacts(
        List<String> openAccounts,
        List<String> closedAccounts,
        boolean terminated,
        boolean deceased,
        Set<String> consented,
        Set<String> withdrawn,
        Map<String, Instant> due) {

    public PersonFacts {
        openAccounts = List.copyOf(openAccounts);
        closedAccounts = List.copyOf(closedAccounts);
        consented = Set.copyOf(consented);
        withdrawn = Set.copyOf(withdrawn);
        due = Map.copyOf(due);
    }

    /** Whether every account that is known was closed, and there was one. */
    public boolean allClosed() {
        return openAccounts.isEmpty() && !closedAccounts.isEmpty();
    }
}
