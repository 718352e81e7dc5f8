package covenant.consent.notice;

import covenant.consent.grant.GrantService;
import covenant.consent.grant.Outcome;
import covenant.consent.subject.SubjectState;
import covenant.consent.subject.SubjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Update notices that no channel brought to the person: shown at the next login, and optional purposes wait for it (R-6.2-4). */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Interstitials {
    private final SubjectStore subjects;
    private final GrantService consents;
    private final Notices notices;

    Interstitials(SubjectStore subjects, GrantService consents, Notices notices) {
        this.subjects = subjects;
        this.consents = consents;
        this.notices = notices;
    }

    /** Nothing waits for who never accepted a version, accepted this one, or saw it already. */
    void unreachable(String subjectId, int version) {
        SubjectState state = subjects.lock(subjectId);
        Integer accepted = state.acceptedVersion();
        if (accepted == null
                || accepted >= version
                || notices.find(subjectId, version).isPresent()) {
            return;
        }
        Integer pending = state.marks().noticePending();
        int latest = pending == null ? version : Math.max(pending, version);
        consents.change(subjectId, s -> new Outcome.Changed(s.marks(s.marks().noticePending(latest)), List.of()));
    }

    /** By whatever channel: a later notice tells the earlier one too. */
    void seen(String subjectId, int version) {
        Integer pending = subjects.lock(subjectId).marks().noticePending();
        if (pending != null && pending <= version) {
            consents.change(
                    subjectId, s -> new Outcome.Changed(s.marks(s.marks().noticePending(null)), List.of()));
        }
    }
}
