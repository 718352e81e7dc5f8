package covenant.request.item;

import covenant.contracts.SubjectId;
import covenant.contracts.Violation;
import covenant.platform.problem.Refusal;
import covenant.platform.web.Subjects;
import java.util.Optional;

/** One item of a person: its reference is the holder's own and never the number itself. */
record ItemKey(String subjectId, String category, String itemRef) {

    /** @throws covenant.platform.problem.RefusedException 422 when an id is malformed or is personal data */
    static ItemKey of(String subjectId, String category, String itemRef) {
        Subjects.requireSubjectId(subjectId);
        Optional<Violation> violation = SubjectId.check(itemRef);
        if (violation.isPresent()) {
            throw Refusal.invalid(
                            "itemRef", violation.get().personalData() ? "looks like personal data" : "is malformed")
                    .asException();
        }
        return new ItemKey(subjectId, category, itemRef);
    }
}
