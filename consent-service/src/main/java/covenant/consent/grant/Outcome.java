package covenant.consent.grant;

import covenant.consent.subject.SubjectState;
import covenant.platform.problem.Refusal;
import java.util.List;

/** What a decider answers. */
public sealed interface Outcome {

    /** @param changes in the order in which they happened */
    record Changed(SubjectState next, List<ConsentChange> changes) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
}
