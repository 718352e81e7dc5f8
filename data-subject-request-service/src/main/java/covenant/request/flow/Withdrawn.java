package covenant.request.flow;

import covenant.request.request.Request;
import java.util.Set;

/** Whether a wish to withdraw is fulfilled. Pure. */
final class Withdrawn {
    private Withdrawn() {}

    /** @param consented categories that a live consent covers */
    static boolean somethingLives(Request request, Set<String> consented) {
        return request.remaining().isEmpty()
                ? !consented.isEmpty()
                : request.remaining().stream().anyMatch(consented::contains);
    }
}
