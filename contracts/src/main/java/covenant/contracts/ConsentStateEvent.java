package covenant.contracts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The present state per subject and purpose on the compacted topic; a tombstone once the person is erased. */
public sealed interface ConsentStateEvent extends Event {

    enum Status {
        GRANTED,
        DECLINED,
        WITHDRAWN,
        SUPERSEDED,
        EXPIRED,
        ENDED
    }

    /**
     * With the catalogue this suffices to decide everything but exceptions.
     *
     * @param categories covered by a live consent
     * @param separateCategories covered by a live separate consent
     * @param recipients named by a live separate consent
     * @param until last valid day, to 24:00 in Asia/Shanghai
     * @param restricted nothing but storage and security, whatever the status says
     * @param acceptedVersion policy version that the person accepted last, the same in every record of the person: it governs, and
     *     without one nothing may be used
     * @param restrictedCategories stored only, for every purpose; {@code *} is every category (R-GAP-6)
     * @param noticePending an update notice has still to be shown: optional purposes wait for it (R-6.2-4)
     */
    record ConsentState(
            String subjectId,
            String purpose,
            Status status,
            List<String> categories,
            List<String> separateCategories,
            List<String> recipients,
            @Nullable LocalDate until,
            String policyVersion,
            boolean restricted,
            @Nullable String acceptedVersion,
            @Nullable List<String> restrictedCategories,
            @Nullable Boolean noticePending)
            implements ConsentStateEvent {

        /** The key of the record on the topic. */
        public static String key(String subjectId, String purpose) {
            return subjectId + "/" + purpose;
        }

        /** The key of this record on the topic. */
        public String recordKey() {
            return key(subjectId, purpose);
        }
    }
}
