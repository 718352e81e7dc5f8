package covenant.consent.sharing;

import covenant.consent.subject.LiveConsent;
import covenant.platform.problem.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Permitted, perhaps for fewer categories than asked for, or refused. */
sealed interface SharingVerdict {

    /** @param consent that it rests on, where it rests on one */
    record Permitted(List<String> categories, @Nullable LiveConsent consent) implements SharingVerdict {}

    record Refused(Refusal refusal) implements SharingVerdict {}
}
