package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Schemas refuse what is malformed, each topic by an example")
class MalformedPayloadTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        AccountClosed        | {}                                                            | accountId
        AccountClosed        | {"accountId": "A 1"}                                          | accountId
        AccountClosed        | {"accountId": "A-1", "closedAt": "31 January"}                | closedAt
        AccountClosed        | {"accountId": "A-1", "closedAt": "2026-01-31"}                | closedAt
        AccountClosed        | {"accountId": 7}                                              | accountId
        PolicyVersionRejected| {"version": "1.0", "code": "X1", "rejectedAt": "2026-01-31T04:00:00Z"} | version
        RequestOverdue       | {"requestId": "R-1", "type": "ACCESS", "replyDue": "2026-01-31T04:00:00Z"} | requestId
        RequestOverdue       | {"requestId": "0199c3a0-7b1e-7c00-8000-000000000001", "type": "GUESS", "replyDue": "2026-01-31T04:00:00Z"} | type
        ConsentState         | {"subjectId": "S-1", "purpose": "PERSONALISATION", "status": "GRANTED", "categories": ["everything"], "separateCategories": [], "recipients": [], "policyVersion": "1", "restricted": false} | categories
        ConsentState         | {"subjectId": "S-1", "purpose": "personalisation", "status": "GRANTED", "categories": [], "separateCategories": [], "recipients": [], "policyVersion": "1", "restricted": false} | purpose
        ConsentState         | {"subjectId": "S-1", "purpose": "PERSONALISATION", "status": "GRANTED", "categories": [], "separateCategories": [], "recipients": [], "policyVersion": "1", "restricted": "no"} | restricted
        HolderRegistered     | {"holder": {"holderId": "core"}}                              | backupMaxAge
        HolderRegistered     | {"holder": "core"}                                            | holder
        PublicDisclosureExecuted | {"disclosureId": "0199c3a0-7b1e-7c00-8000-000000000001", "place": "", "categories": [], "executedAt": "2026-01-31T04:00:00Z"} | place
        AccessOrdered        | {"orderId": "0199c3a0-7b1e-7c00-8000-000000000001", "holderId": "core", "subjectId": "someone@example.org", "categories": [], "requestId": "0199c3a0-7b1e-7c00-8000-000000000002", "dueBy": "2026-01-31T04:00:00Z"} | subjectId
        ErasureConfirmed     | {"orderId": "0199c3a0-7b1e-7c00-8000-000000000001", "holderId": "core", "outcome": "ERASED", "records": -1} | records
        ErasureConfirmed     | {"orderId": "0199c3a0-7b1e-7c00-8000-000000000001", "holderId": "core", "outcome": "DONE", "records": 1} | outcome
        BackupRefreshed      | {"holderId": "core"}                                          | refreshedAt
        RetentionHoldPlaced  | {"holdId": "0199c3a0-7b1e-7c00-8000-000000000001", "categories": [], "authority": "court", "reviewOn": "2026-02-30", "placedAt": "2026-01-31T04:00:00Z"} | reviewOn
        IncidentClosed       | {"incidentId": "0199c3a0-7b1e-7c00-8000-000000000001", "grade": "MINOR", "closedAt": "2026-01-31T04:00:00Z"} | grade
        CampaignStarted      | {"campaignId": "0199c3a0-7b1e-7c00-8000-000000000001", "kind": "BREACH", "about": {"incidentId": 5}, "total": 1, "startedAt": "2026-01-31T04:00:00Z"} | incidentId
        PersonalDataAccessed | {"accessor": "agent-1", "categories": "basic.name", "reason": "case"} | categories
        AuditCheckpointed    | {"origin": "log", "size": 1.5, "rootHash": "AAAA", "checkpointedAt": "2026-01-31T04:00:00Z"} | size
        AuditCheckpointed    | []                                                            | object
        """)
    void isRefusedAndTheFieldIsNamed(String event, String payload, String named) {
        EventType type = EventTypes.byCeType("covenant." + event).orElseThrow();
        assertThat(Schemas.violations(type, payload))
                .anySatisfy(line -> assertThat(line).contains(named));
    }
}
