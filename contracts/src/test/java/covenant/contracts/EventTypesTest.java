package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Topics and event types are those that other systems code against")
class EventTypesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        privacy.account.v1       | AccountOpened AccountClosed AccountReopened SubjectDeceased ServiceTerminationScheduled ServiceTerminationExecuted
        privacy.policy.v1        | PolicyVersionPublished PolicyVersionActivated PolicyVersionRejected ReconsentRequired
        privacy.consent.v1       | ConsentGranted ConsentDeclined ConsentWithdrawn ConsentSuperseded ConsentExpired ConsentEnded NoticeAcknowledged ProcessingStopRequired ExceptionUsed DecisionRecorded
        privacy.consent-state.v1 | ConsentState
        privacy.holder.v1        | HolderRegistered HolderChanged HolderSuspended
        privacy.sharing.v1       | PersonalDataShared SharingRefused TransferRecorded PublicDisclosureApproved PublicDisclosureRefused PublicDisclosureExecuted
        privacy.dsr.v1           | DataSubjectRequestReceived IdentityVerificationRequired IdentityVerified IdentityVerificationFailed AccessRequested CorrectionRequested DeletionRequested PortabilityRequested RestrictionRequested ExplanationRequested RequestAccepted RequestRefused RequestDeadlineApproaching RequestOverdue RequestAnswered RequestCompleted RequestCancelled
        privacy.holder-order.v1  | AccessOrdered CorrectionOrdered RestrictionOrdered ErasureOrdered
        privacy.holder-ack.v1    | AccessDelivered CorrectionApplied RestrictionApplied ErasureConfirmed OrderRejected BackupRefreshed RestoreStarted
        privacy.retention.v1     | RetentionScheduled ProcessingRestricted ErasureCancelled RetentionHoldPlaced RetentionHoldReleased ErasureDue ErasureFailed RecipientErasureRequested RecipientErasureConfirmed RecipientErasureExempted RecipientErasureOverdue BackupErasurePending ErasureCompleted AnonymisationCompleted SubjectErased
        privacy.incident.v1      | IncidentReported IncidentAssessed IncidentPhaseRecorded RegulatorReportDue RegulatorReportSubmitted BreachNoticeRequired BreachNoticeCompleted AccountProtectionRequested IncidentClosed
        privacy.notification.v1  | NotificationRequested NotificationSent NotificationDelivered NotificationFailed SubjectUnreachable AnnouncementPublished CampaignStarted CampaignCompleted
        privacy.data-access.v1   | PersonalDataAccessed
        privacy.audit.v1         | AuditCheckpointed AuditIntegrityFailed AuditQueried CallRefused
        """)
    void everyTopicCarriesItsEvents(String topicName, String events) {
        Topic topic = Topic.byName(topicName).orElseThrow();
        assertThat(EventTypes.all().stream()
                        .filter(type -> type.topic() == topic)
                        .map(EventType::name))
                .containsExactlyInAnyOrder(events.split(" "));
    }

    @Test
    void thereIsNoOtherTopic() {
        assertThat(Topic.values()).hasSize(14);
    }

    @ParameterizedTest
    @EnumSource
    void everyTopicHasADeadLetterQueueThatIsNoTopic(Topic topic) {
        assertThat(topic.deadLetterTopicName()).isEqualTo(topic.topicName() + ".dlq");
        assertThat(Topic.byName(topic.deadLetterTopicName())).isEmpty();
    }

    @Test
    void presentStateIsCompacted() {
        assertThat(Arrays.stream(Topic.values()).filter(Topic::compacted))
                .containsExactly(Topic.CONSENT_STATE, Topic.HOLDER);
    }

    @Test
    void everyFamilyOfEventsHasOneTopic() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::family))
                .doesNotHaveDuplicates()
                .isEqualTo(Stream.of(Event.class.getPermittedSubclasses()).toList());
    }

    @Test
    void namesAreUniqueAcrossTopics() {
        assertThat(EventTypes.all().stream().map(EventType::name)).doesNotHaveDuplicates();
    }

    @Test
    void anEventIsFoundByItsRecordAndByItsCloudEventType() {
        EventType granted = EventTypes.of(ConsentEvent.ConsentGranted.class);
        assertThat(granted.ceType()).isEqualTo("covenant.ConsentGranted");
        assertThat(granted.dataSchema()).isEqualTo("urn:covenant:schema:ConsentGranted:1");
        assertThat(granted.schemaVersion()).isEqualTo(1);
        assertThat(EventTypes.byCeType("covenant.ConsentGranted")).contains(granted);
    }

    @Test
    void whatIsUnknownIsNotGuessed() {
        assertThat(EventTypes.byCeType("ConsentGranted")).isEmpty();
        assertThat(EventTypes.byCeType("covenant.consentgranted")).isEmpty();
        assertThatThrownBy(() -> EventTypes.of(ConsentEvent.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCompactedStateIsKeyedBySubjectAndPurpose() {
        assertThat(ConsentStateEvent.ConsentState.key("S-1", "PERSONALISATION")).isEqualTo("S-1/PERSONALISATION");
    }
}
