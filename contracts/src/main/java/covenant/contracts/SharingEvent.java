package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger of who got which categories of whom, and of what was refused (policy chapter 3). */
public sealed interface SharingEvent extends Event {

    enum Kind {
        SHARE,
        TRANSFER,
        PUBLICATION
    }

    /** Policy 3.1.1(1) to (8), 3.1.5, 3.1.6, 3.2.1 to 3.2.3, 3.3.1 and 3.3.2, in that order. */
    enum Ground {
        EXPLICIT_CONSENT,
        LEGAL_COMPULSION,
        HARM_PREVENTION,
        CORE_FUNCTION,
        DISPUTE_AT_REQUEST,
        AGREEMENT,
        ACADEMIC_RESEARCH,
        PUBLIC_INTEREST,
        FRAUD_CREDIT_RISK,
        DEFAULT_BLACKLIST,
        TRANSFER_CONSENT,
        TRANSFER_LEGAL,
        TRANSFER_AGREEMENT,
        SUBJECT_DEMAND,
        LEGAL_DEMAND
    }

    enum Protection {
        ENCRYPTED_TRANSPORT,
        MASKED,
        FIELD_ENCRYPTED,
        CLEAR_VALUE_NEEDED
    }

    /**
     * Recorded before the data leaves (R-3.1.1-2). The fan-out of an erasure starts here (policy 5.2).
     *
     * @param recipient the registered holder
     * @param reference the reference under which the recipient knows the person (R-5.2-7)
     * @param recipientRetention ISO-8601 period that the recipient keeps it
     * @param evidence number of the consent, document, request or complaint that the ground rests on
     * @param echoOf the disclosure that this one confirms
     * @param secret a recorded duty of secrecy forbids telling the person (PIPL art. 18)
     */
    record PersonalDataShared(
            UUID disclosureId,
            String recipient,
            HolderEntry.Kind recipientKind,
            Ground ground,
            String purpose,
            List<String> categories,
            List<Protection> protection,
            @Nullable String reference,
            @Nullable String method,
            @Nullable String recipientRetention,
            @Nullable UUID consentId,
            @Nullable String evidence,
            @Nullable UUID echoOf,
            boolean secret,
            Instant sharedAt)
            implements SharingEvent {}

    /** Ground, purpose and recipient are absent where the call named none that is known. */
    record SharingRefused(
            Kind kind,
            @Nullable String recipient,
            @Nullable Ground ground,
            @Nullable String purpose,
            List<String> categories,
            String code,
            Instant refusedAt)
            implements SharingEvent {}

    /** Control passed to the transferee; the transferor's own copy is to be erased (R-3.2-3). */
    record TransferRecorded(
            UUID disclosureId,
            String transferee,
            Ground ground,
            String purpose,
            List<String> categories,
            @Nullable String evidence,
            @Nullable UUID noticeId,
            Instant transferredAt)
            implements SharingEvent {}

    /**
     * Two persons approved a publication.
     *
     * @param place of publication
     */
    record PublicDisclosureApproved(
            UUID disclosureId,
            String place,
            Ground ground,
            String purpose,
            List<String> categories,
            @Nullable String evidence,
            boolean secret,
            Instant approvedAt)
            implements SharingEvent {}

    /** A publication was refused. */
    record PublicDisclosureRefused(
            UUID disclosureId,
            @Nullable String place,
            @Nullable Ground ground,
            List<String> categories,
            String code,
            Instant refusedAt)
            implements SharingEvent {}

    /** What was approved was published. */
    record PublicDisclosureExecuted(UUID disclosureId, String place, List<String> categories, Instant executedAt)
            implements SharingEvent {}
}
