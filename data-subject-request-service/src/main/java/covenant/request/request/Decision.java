package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.platform.problem.Refusal;
import java.util.List;

/** What a command leads to: the request as it is then and what is told, or a "no". */
public sealed interface Decision {

    record Made(Request request, List<DsrEvent> events) implements Decision {
        public Made {
            events = List.copyOf(events);
        }
    }

    record Denied(Refusal refusal) implements Decision {}
}
