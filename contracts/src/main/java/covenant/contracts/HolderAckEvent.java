package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What data holders answer. An instant that is left out is the envelope's {@code occurredAt}. */
public sealed interface HolderAckEvent extends Event {

    /** Who answers; on answers to an order it may be left out, the order then tells which holder it was sent to. */
    @Nullable
    String holderId();

    enum ErasureOutcome {
        ERASED,
        ANONYMISED,
        NOTHING_HELD
    }

    enum AccessOutcome {
        DELIVERED,
        NOTHING_HELD
    }

    /**
     * The data itself goes by REST, before this event, or sealed with it.
     *
     * @param outcome absent means {@link AccessOutcome#DELIVERED}
     * @param reference of what was handed in
     * @param sealedData a small answer of a Covenant service, which calls no other: readable by the service that ordered only
     */
    record AccessDelivered(
            UUID orderId,
            @Nullable String holderId,
            @Nullable AccessOutcome outcome,
            @Nullable List<String> categories,
            @Nullable String reference,
            @Nullable Instant deliveredAt,
            @Nullable String sealedData)
            implements HolderAckEvent {}

    /** The holder wrote the values that the order named. */
    record CorrectionApplied(
            UUID orderId,
            @Nullable String holderId,
            @Nullable List<String> categories,
            @Nullable Instant appliedAt) implements HolderAckEvent {}

    /** The holder restricted what it holds, or lifted the restriction. */
    record RestrictionApplied(
            UUID orderId,
            @Nullable String holderId,
            @Nullable List<String> categories,
            @Nullable Instant appliedAt) implements HolderAckEvent {}

    /**
     * The holder erased what the order named, or held none of it.
     *
     * @param records how many were erased or anonymised, 0 or more
     */
    record ErasureConfirmed(
            UUID orderId,
            @Nullable String holderId,
            ErasureOutcome outcome,
            long records,
            @Nullable Instant erasedAt) implements HolderAckEvent {}

    /**
     * The holder says no; an erasure stays open unless law or an authorisation of its own frees it.
     *
     * @param code {@code EXEMPT_LAW}, {@code EXEMPT_OWN_AUTHORISATION}, or the holder's own
     * @param evidence what proves it: law and article, or number of the authorisation; no evidence, no exemption (R-5.2-5)
     */
    record OrderRejected(
            UUID orderId,
            @Nullable String holderId,
            String code,
            @Nullable String evidence) implements HolderAckEvent {}

    /** No backup of this holder is older than {@code refreshedAt} (policy 5.2). */
    record BackupRefreshed(String holderId, Instant refreshedAt) implements HolderAckEvent {}

    /** Erasures after {@code backupTakenAt} are ordered again before the holder goes live (R-5.2-9). */
    record RestoreStarted(String holderId, Instant backupTakenAt) implements HolderAckEvent {}
}
