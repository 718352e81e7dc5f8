package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Any service asks for a message, the notification service answers. Addresses never leave it. */
public sealed interface NotificationEvent extends Event {

    /** Only {@link #MARKETING} needs a consent of its own; a refusal of it stops none of the others. */
    enum MessageClass {
        SERVICE,
        RIGHTS,
        POLICY,
        BREACH,
        TERMINATION,
        MARKETING
    }

    enum Channel {
        EMAIL,
        SMS,
        PUSH,
        IN_APP,
        LETTER,
        PHONE,
        ANNOUNCEMENT
    }

    enum CampaignKind {
        POLICY_CHANGE,
        BREACH,
        TERMINATION
    }

    /** What a message is about, so that who asked recognises the answer. */
    record About(
            @Nullable String policyVersion,
            @Nullable UUID incidentId,
            @Nullable UUID terminationId,
            @Nullable UUID requestId,
            @Nullable UUID caseId) {}

    /**
     * A service asks that a person be told something; the words are chosen by template.
     *
     * @param channels in order of preference; absent means as the person prefers
     * @param parameters of the template, without anything personal
     * @param sealedParameters base64 of a hybrid ciphertext (HPKE) that only the notification service opens, as for a
     *     one-time code
     * @param dedupKey the same key never leads to a second message to the person
     * @param notAfter not sent later than this
     */
    record NotificationRequested(
            UUID notificationId,
            MessageClass messageClass,
            String template,
            String recipientSubjectId,
            @Nullable String locale,
            @Nullable List<Channel> channels,
            Map<String, String> parameters,
            @Nullable String sealedParameters,
            String dedupKey,
            @Nullable About about,
            @Nullable Instant notAfter)
            implements NotificationEvent {}

    /** Handed to the channel's provider. */
    record NotificationSent(
            UUID notificationId,
            String subjectId,
            MessageClass messageClass,
            String template,
            Channel channel,
            String dedupKey,
            @Nullable About about,
            @Nullable UUID campaignId,
            int attempt,
            Instant sentAt)
            implements NotificationEvent {}

    /** The channel says that the message arrived, or the person saw it in the app. */
    record NotificationDelivered(
            UUID notificationId,
            String subjectId,
            MessageClass messageClass,
            String template,
            Channel channel,
            String dedupKey,
            @Nullable About about,
            @Nullable UUID campaignId,
            Instant deliveredAt)
            implements NotificationEvent {}

    /**
     * A channel did not deliver the message.
     *
     * @param lastChannel no other channel is left: {@link SubjectUnreachable} follows
     */
    record NotificationFailed(
            UUID notificationId,
            String subjectId,
            MessageClass messageClass,
            String template,
            Channel channel,
            String dedupKey,
            @Nullable About about,
            @Nullable UUID campaignId,
            String code,
            int attempt,
            boolean lastChannel,
            Instant failedAt)
            implements NotificationEvent {}

    /** To be covered by an announcement (R-4.1.3-4). */
    record SubjectUnreachable(
            UUID notificationId,
            String subjectId,
            MessageClass messageClass,
            String template,
            String dedupKey,
            @Nullable About about,
            @Nullable UUID campaignId,
            List<Channel> channelsTried,
            Instant since)
            implements NotificationEvent {}

    /**
     * A public announcement went up.
     *
     * @param sha256 of the published text
     * @param coversIncident the incident whose unreachable people it covers
     */
    record AnnouncementPublished(
            UUID announcementId,
            MessageClass messageClass,
            String url,
            String sha256,
            @Nullable UUID coversIncident,
            @Nullable String policyVersion,
            @Nullable UUID terminationId,
            @Nullable UUID campaignId,
            Instant from,
            @Nullable Instant to)
            implements NotificationEvent {}

    /** Notices to many people began to go out. */
    record CampaignStarted(UUID campaignId, CampaignKind kind, About about, long total, Instant startedAt)
            implements NotificationEvent {}

    /**
     * Every notice of the campaign went out or failed for good.
     *
     * @param lastNoticeAt last individual notice or announcement: notice periods count from it (R-4.2.3-1)
     */
    record CampaignCompleted(
            UUID campaignId,
            CampaignKind kind,
            About about,
            long total,
            long reached,
            long coveredByAnnouncement,
            @Nullable Instant lastNoticeAt,
            Instant completedAt)
            implements NotificationEvent {}
}
