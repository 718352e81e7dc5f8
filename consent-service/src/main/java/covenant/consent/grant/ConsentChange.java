package covenant.consent.grant;

import covenant.consent.subject.LiveConsent;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command does to the consents of a person. */
public sealed interface ConsentChange {

    String purpose();

    /** @param supersedes the record that this one takes the place of */
    record Granted(ConsentRecord record, @Nullable UUID supersedes) implements ConsentChange {
        @Override
        public String purpose() {
            return record.purpose();
        }
    }

    record Declined(ConsentRecord record, @Nullable Instant askAgainFrom) implements ConsentChange {
        @Override
        public String purpose() {
            return record.purpose();
        }
    }

    /**
     * A consent was taken back: a record died, or one part of what it covers was refused and the record goes on for the rest.
     *
     * @param purpose what was withdrawn: the purpose of the record, or a part of it
     * @param whole the record died
     * @param remaining per category the purposes that may still use it
     */
    record Withdrawn(
            LiveConsent consent,
            String purpose,
            boolean whole,
            List<String> categories,
            Map<String, List<String>> remaining,
            WithdrawalCause cause,
            Instant at)
            implements ConsentChange {}

    record Superseded(LiveConsent consent, UUID by, int newPolicyVersion, Instant at) implements ConsentChange {
        @Override
        public String purpose() {
            return consent.purpose();
        }
    }

    record Expired(LiveConsent consent, Map<String, List<String>> remaining, Instant at) implements ConsentChange {
        @Override
        public String purpose() {
            return consent.purpose();
        }
    }

    record Ended(
            LiveConsent consent, EndCause cause, @Nullable String accountId, Instant at) implements ConsentChange {
        @Override
        public String purpose() {
            return consent.purpose();
        }
    }
}
