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
            boolean restricted)
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
