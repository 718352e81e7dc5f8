package covenant.request.item;

import covenant.contracts.SubjectId;
import covenant.contracts.Violation;
import covenant.platform.problem.Refusal;
import covenant.platform.web.Subjects;
import java.util.Optional;
import java.util.regex.Pattern;

/** One item of a person: its reference is the holder's own and never the number itself. */
record ItemKey(String subjectId, String category, String itemRef) {
    /** As long as the number of a card: it may be one that was typed wrongly, so no check digit speaks for it. */
    private static final Pattern CARD_LIKE = Pattern.compile("\\d{13,19}");

    /** @throws covenant.platform.problem.RefusedException 422 when an id is malformed or is personal data */
    static ItemKey of(String subjectId, String category, String itemRef) {
        Subjects.requireSubjectId(subjectId);
        Optional<Violation> violation = SubjectId.check(itemRef);
        boolean personal = violation
                .map(Violation::personalData)
                .orElseGet(() -> CARD_LIKE.matcher(itemRef).matches());
        if (violation.isPresent() || personal) {
            throw Refusal.invalid("itemRef", personal ? "looks like personal data" : "is malformed")
                    .asException();
        }
        return new ItemKey(subjectId, category, itemRef);
    }
}
