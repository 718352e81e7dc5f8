package covenant.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Who sends and who receives which events; a star means all of the topic. */
final class Participants {

    static final String SEND = "send";
    static final String RECEIVE = "receive";

    private static final String TABLE = """
            account-system | send | account | *
            account-system | receive | incident | AccountProtectionRequested
            company-backend | receive | consent | *
            company-backend | receive | consent-state | *
            company-backend | receive | retention | ProcessingRestricted ErasureCancelled
            company-backend | send | data-access | *
            data-holder | receive | holder-order | *
            data-holder | send | holder-ack | *
            consent-service | send | policy | *
            consent-service | send | consent | *
            consent-service | send | consent-state | *
            consent-service | send | holder | *
            consent-service | send | sharing | *
            consent-service | send | holder-ack | AccessDelivered RestrictionApplied ErasureConfirmed OrderRejected
            consent-service | send | notification | NotificationRequested
            consent-service | send | audit | CallRefused
            consent-service | receive | account | *
            consent-service | receive | dsr | RequestAccepted RestrictionRequested RequestCancelled
            consent-service | receive | holder-order | *
            consent-service | receive | retention | ProcessingRestricted ErasureCancelled SubjectErased
            consent-service | receive | notification | NotificationDelivered SubjectUnreachable AnnouncementPublished CampaignCompleted
            data-subject-request-service | send | dsr | *
            data-subject-request-service | send | holder-order | AccessOrdered CorrectionOrdered RestrictionOrdered
            data-subject-request-service | send | holder-ack | ErasureConfirmed
            data-subject-request-service | send | notification | NotificationRequested
            data-subject-request-service | send | data-access | PersonalDataAccessed
            data-subject-request-service | send | audit | CallRefused
            data-subject-request-service | receive | account | *
            data-subject-request-service | receive | consent | *
            data-subject-request-service | receive | consent-state | *
            data-subject-request-service | receive | policy | PolicyVersionPublished PolicyVersionActivated
            data-subject-request-service | receive | holder | *
            data-subject-request-service | receive | sharing | *
            data-subject-request-service | receive | holder-order | ErasureOrdered
            data-subject-request-service | receive | holder-ack | AccessDelivered CorrectionApplied RestrictionApplied OrderRejected
            data-subject-request-service | receive | retention | *
            data-subject-request-service | receive | notification | NotificationSent NotificationDelivered NotificationFailed SubjectUnreachable
            retention-service | send | account | AccountOpened AccountClosed AccountReopened ServiceTerminationScheduled ServiceTerminationExecuted
            retention-service | send | retention | *
            retention-service | send | holder-order | RestrictionOrdered ErasureOrdered
            retention-service | send | sharing | TransferRecorded
            retention-service | send | notification | NotificationRequested
            retention-service | send | audit | CallRefused
            retention-service | receive | account | *
            retention-service | receive | consent | *
            retention-service | receive | holder | *
            retention-service | receive | sharing | *
            retention-service | receive | dsr | DeletionRequested RequestAccepted RequestCancelled
            retention-service | receive | holder-ack | ErasureConfirmed RestrictionApplied OrderRejected BackupRefreshed RestoreStarted
            retention-service | receive | notification | NotificationSent NotificationDelivered NotificationFailed SubjectUnreachable AnnouncementPublished CampaignCompleted
            notification-service | send | incident | *
            notification-service | send | notification | NotificationSent NotificationDelivered NotificationFailed SubjectUnreachable AnnouncementPublished CampaignStarted CampaignCompleted
            notification-service | send | holder-ack | AccessDelivered CorrectionApplied ErasureConfirmed OrderRejected
            notification-service | send | audit | CallRefused
            notification-service | receive | account | *
            notification-service | receive | policy | *
            notification-service | receive | consent-state | *
            notification-service | receive | holder-order | AccessOrdered CorrectionOrdered ErasureOrdered
            notification-service | receive | retention | *
            notification-service | receive | notification | NotificationRequested
            audit-service | send | audit | *
            audit-service | receive | account | *
            audit-service | receive | policy | *
            audit-service | receive | consent | *
            audit-service | receive | consent-state | *
            audit-service | receive | holder | *
            audit-service | receive | sharing | *
            audit-service | receive | dsr | *
            audit-service | receive | holder-order | *
            audit-service | receive | holder-ack | *
            audit-service | receive | retention | *
            audit-service | receive | incident | *
            audit-service | receive | notification | *
            audit-service | receive | data-access | *
            audit-service | receive | audit | *
            """;

    record Row(String participant, String action, Topic topic, List<EventType> events) {}

    private Participants() {}

    static List<Row> rows() {
        return TABLE.lines().map(Participants::row).toList();
    }

    private static Row row(String line) {
        String[] cells = line.split(" \\| ");
        Topic topic = Arrays.stream(Topic.values())
                .filter(candidate -> candidate.shortName().equals(cells[2]))
                .findFirst()
                .orElseThrow();
        List<EventType> onTopic =
                EventTypes.all().stream().filter(type -> type.topic() == topic).toList();
        if (cells[3].equals("*")) {
            return new Row(cells[0], cells[1], topic, onTopic);
        }
        Set<String> names = Set.of(cells[3].split(" "));
        List<EventType> events =
                onTopic.stream().filter(type -> names.contains(type.name())).toList();
        if (events.size() != names.size()) {
            throw new IllegalStateException("an event is not on its topic: " + line);
        }
        return new Row(cells[0], cells[1], topic, events);
    }
}
