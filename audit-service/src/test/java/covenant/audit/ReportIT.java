package covenant.audit;

import static covenant.audit.AuditLog.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import covenant.verifier.VerifyCommand;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A year that no other test writes into: what it holds is known, so every number is. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-GAP-9")
class ReportIT {

    private static final String YEAR = "?from=2021-01-01&to=2021-12-31";
    private static final List<String> ALL = List.of(
            "requests",
            "consents",
            "retention",
            "incidents",
            "sharing",
            "data-access",
            "policy-changes",
            "compliance-audit");
    private static final int EVENTS = 20;
    private static boolean told;

    @TempDir
    Path folder;

    @BeforeAll
    static void somethingIsLogged() {
        if (told) {
            return;
        }
        told = true;
        String subject = "r." + UUID.randomUUID();
        String other = "r." + UUID.randomUUID();
        try (KafkaTap tap = new KafkaTap()) {
            tell(tap, Topic.DSR, subject, "DataSubjectRequestReceived", request("r-1", "ACCESS"));
            tell(tap, Topic.DSR, subject, "DataSubjectRequestReceived", request("r-2", "DELETION"));
            tell(tap, Topic.DSR, subject, "DataSubjectRequestReceived", request("r-3", "DELETION"));
            tell(
                    tap,
                    Topic.DSR,
                    subject,
                    "RequestAnswered",
                    request("r-1", "ACCESS").replace("}", ",\"inTime\":true}"));
            tell(
                    tap,
                    Topic.DSR,
                    subject,
                    "RequestAnswered",
                    request("r-2", "DELETION").replace("}", ",\"inTime\":false}"));
            tell(
                    tap,
                    Topic.DSR,
                    subject,
                    "RequestRefused",
                    request("r-2", "DELETION").replace("}", ",\"ground\":\"NO_TRIGGER\",\"partial\":true}"));
            for (String person : List.of(subject, other)) {
                tell(
                        tap,
                        Topic.CONSENT,
                        person,
                        "ConsentGranted",
                        "{\"purpose\":\"PERSONALISATION\",\"categories\":[\"device.info\"],\"method\":\"CLICK\"}");
            }
            tell(
                    tap,
                    Topic.CONSENT,
                    subject,
                    "ConsentWithdrawn",
                    "{\"purpose\":\"PERSONALISATION\",\"cause\":\"PREFERENCES\"}");
            tell(
                    tap,
                    Topic.RETENTION,
                    other,
                    "RetentionScheduled",
                    "{\"caseId\":\"c-1\",\"cause\":\"ACCOUNT_CLOSED\",\"dueAt\":\"2021-06-01T00:00:00Z\"}");
            tell(
                    tap,
                    Topic.RETENTION,
                    other,
                    "ErasureCompleted",
                    "{\"caseId\":\"c-1\",\"cause\":\"ACCOUNT_CLOSED\",\"completedAt\":\"2021-06-02T00:00:00Z\",\"kept\":[{\"category\":\"basic.name\",\"because\":\"STATUTORY\",\"law\":\"AML\"}]}");
            tell(
                    tap,
                    Topic.INCIDENT,
                    "i-1",
                    "IncidentReported",
                    "{\"incidentId\":\"i-1\",\"kind\":\"LEAK\",\"suggestedGrade\":\"LARGER\"}");
            tell(
                    tap,
                    Topic.INCIDENT,
                    "i-1",
                    "RegulatorReportDue",
                    "{\"incidentId\":\"i-1\",\"authority\":\"CAC\",\"kind\":\"FIRST\",\"dueAt\":\"2021-05-01T04:00:00Z\"}");
            tell(
                    tap,
                    Topic.INCIDENT,
                    "i-1",
                    "RegulatorReportSubmitted",
                    "{\"incidentId\":\"i-1\",\"authority\":\"CAC\",\"kind\":\"FIRST\",\"inTime\":true,\"reportedAt\":\"2021-05-01T03:00:00Z\"}");
            tell(
                    tap,
                    Topic.SHARING,
                    subject,
                    "PersonalDataShared",
                    "{\"recipient\":\"bank-1\",\"ground\":\"CORE_FUNCTION\",\"purpose\":\"SERVICE_DELIVERY\",\"categories\":[\"basic.name\"]}");
            tell(
                    tap,
                    Topic.SHARING,
                    subject,
                    "SharingRefused",
                    "{\"recipient\":\"=cmd|' /C calc'!A0\",\"code\":\"RECIPIENT_SUSPENDED\"}");
            tell(
                    tap,
                    Topic.DATA_ACCESS,
                    subject,
                    "PersonalDataAccessed",
                    "{\"accessor\":\"op-<b>7</b>\",\"categories\":[\"basic.name\"],\"reason\":\"call\",\"ticket\":\"T-1\",\"unmasked\":true,\"records\":1}");
            tell(tap, Topic.POLICY, "21", "PolicyVersionPublished", "{\"version\":\"21\",\"material\":true}");
            tell(
                    tap,
                    Topic.NOTIFICATION,
                    "c-21",
                    "CampaignCompleted",
                    "{\"campaignId\":\"c-21\",\"kind\":\"POLICY_CHANGE\",\"about\":{\"policyVersion\":\"21\"},\"total\":10,\"reached\":7,\"coveredByAnnouncement\":2}");
            tell(
                    tap,
                    Topic.CONSENT,
                    subject,
                    "ExceptionUsed",
                    "{\"exceptionCode\":\"VITAL_INTERESTS\",\"purpose\":\"CREDIT_ASSESSMENT\"}");
        }
        await().atMost(SOON)
                .until(() -> AuditLog.read(
                                Long.class,
                                "select count(*) from entry where occurred_at >= '2021-01-01' and occurred_at < '2021-12-31'")
                        >= EVENTS);
    }

    private static String request(String id, String type) {
        return "{\"requestId\":\"" + id + "\",\"type\":\"" + type + "\"}";
    }

    private static void tell(KafkaTap tap, Topic topic, String key, String event, String json) {
        tap.publish(topic, key, event, json, "ce_time", "2021-05-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "requests,       figures.received,            3",
        "requests,       figures.answeredInTime,      1",
        "requests,       figures.shareAnsweredInTime, 0.5",
        "requests,       figures.open,                1",
        "requests,       tables.refusals[0].ground,   NO_TRIGGER",
        "consents,       figures.granted,             2",
        "consents,       figures.withdrawn,           1",
        "consents,       tables.withdrawals[0].cause, PREFERENCES",
        "retention,      figures.completedOnTime,     1",
        "retention,      tables.kept[0].law,          AML",
        "incidents,      figures.clocksMet,           1",
        "incidents,      tables.clocks[0].status,     MET",
        "sharing,        tables.byRecipient[0].recipient, bank-1",
        "sharing,        tables.byRecipient[0].ground,    CORE_FUNCTION",
        "sharing,        figures.refused,             1",
        "data-access,    tables.byOperator[0].persons, 1",
        "data-access,    figures.unmasked,            1",
        "policy-changes, figures.coverage,            0.9",
        "compliance-audit, counts.ConsentGranted,     2",
        "compliance-audit, figures.'requests.received', 3",
        "compliance-audit, figures.'exceptions.exceptionsUsed', 1",
        "compliance-audit, verification.ok,           true"
    })
    void aReportSaysWhatTheLogSays(String report, String path, String value) {
        JsonPath json = report(report);

        assertThat(String.valueOf((Object) json.get(path))).as(path).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests", "sharing", "compliance-audit"})
    void aCellThatASpreadsheetWouldRunIsDefused(String report) {
        String csv = get(report, "text/csv");

        assertThat(csv).startsWith("table,figure,value,");
        assertThat(csv.lines().flatMap(line -> Arrays.stream(line.split(","))))
                .noneMatch(cell -> cell.matches("\"?[=+@].*"));
        if (!report.equals("requests")) {
            assertThat(csv).contains("\"'=cmd|' /C calc'!A0\"");
        }
    }

    @Test
    void everyReportReadsAsHtmlThatNeedsNoNetwork() {
        for (String report : ALL) {
            String html = get(report, "text/html");

            assertThat(html).as(report).startsWith("<!DOCTYPE html>").contains("<svg ", "default-src 'none'");
            assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                    .as(report)
                    .doesNotContain("http:", "https:", "<script", "src=", "@import", "url(", "<b>7</b>");
        }
        assertThat(get("data-access", "text/html")).contains("op-&lt;b&gt;7&lt;/b&gt;");
    }

    @Test
    void aReportIsForAuditorsAndTheDpoAndLeavesAnEntry() {
        given().get("/v1/reports/requests").then().statusCode(401);
        for (String token : List.of(Tokens.ops(), Tokens.backend(), Tokens.operator(), Tokens.subject("s-1"))) {
            given().auth().oauth2(token).get("/v1/reports/requests").then().statusCode(403);
        }
        given().auth().oauth2(Tokens.dpo()).get("/v1/reports/requests").then().statusCode(200);
        given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/reports/nonsense")
                .then()
                .statusCode(404);
        given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/reports/requests?from=soon")
                .then()
                .statusCode(422)
                .body("violations[0].field", equalTo("from"));
        given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/reports/requests?from=2026-02-01&to=2026-01-01")
                .then()
                .statusCode(422);
        await().atMost(SOON)
                .until(() -> AuditLog.query("type", "AuditQueried", "limit", 500)
                        .getString("items.details.route")
                        .contains("/v1/reports/requests"));
    }

    @Test
    @Tag("AC-100")
    void theComplianceAuditIsSignedAndItsCountsAreThoseOfTheLog() throws IOException {
        JsonPath json = report("compliance-audit");
        Map<String, Integer> counts = json.getMap("counts");

        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            assertThat(AuditLog.query(
                                    "type",
                                    count.getKey(),
                                    "from",
                                    "2020-12-31T16:00:00Z",
                                    "to",
                                    "2021-12-31T16:00:00Z",
                                    "limit",
                                    500)
                            .getList("items"))
                    .as(count.getKey())
                    .hasSize(count.getValue());
        }
        assertThat(json.getInt("total"))
                .isEqualTo(EVENTS)
                .isEqualTo(counts.values().stream().mapToInt(i -> i).sum());
        assertThat(json.getString("signature.manifest")).contains("count 2 ConsentGranted\n", "verified ok\n");
        assertThat(verify(parts())).startsWith("ok: audit of 20 entries");
    }

    @Test
    @Tag("AC-100")
    void aRowRemovedFromThePackageMakesItsVerificationFail() throws IOException {
        Map<String, byte[]> good = parts();

        assertThat(damaged(good, "leaves.ndjson", text -> text.substring(text.indexOf('\n') + 1)))
                .contains("BAD: entry " + first(good) + ": is not the entry that was logged");
        assertThat(damaged(
                        good,
                        "leaves.ndjson",
                        text -> text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1)))
                .contains("is missing");
        assertThat(damaged(good, "leaves.ndjson", text -> text.replace("ConsentGranted", "ConsentDeclined")))
                .contains("is not the entry that was logged");
        assertThat(damaged(good, "leaves.ndjson", text -> text + "{}\n")).contains("BAD: ");
        assertThat(damaged(
                        good,
                        "manifest.note",
                        text -> text.replace("count 2 ConsentGranted", "count 1 ConsentGranted")))
                .contains("BAD: manifest: not signed by");
        assertThat(damaged(good, "report.json", text -> text.replace("\"received\":3", "\"received\":2")))
                .contains("report.json is not the report that was signed");
        assertThat(damaged(good, "openings.ndjson", text -> text.replace("PREFERENCES", "WITHDRAWAL")))
                .contains("details are not what the leaf commits to");
        assertThat(verify(good)).startsWith("ok: audit of 20 entries");
    }

    @Test
    @Tag("AC-100")
    void aRowRemovedFromTheLogMakesTheVerificationInThePackageFail() throws IOException {
        long victim =
                AuditLog.read(Long.class, "select min(index) from entry where occurred_at = '2021-05-01T00:00:00Z'");
        AuditLog.intrude("create table kept as select * from entry where index = ?", victim);
        AuditLog.intrude("delete from entry where index = ?", victim);
        JsonPath json;
        String verdict;
        try {
            json = report("compliance-audit");
            verdict = verify(parts());
        } finally {
            AuditLog.intrude("insert into entry select * from kept");
            AuditLog.intrude("drop table kept");
            assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
        }
        assertThat(json.getBoolean("verification.ok")).isFalse();
        assertThat(json.getLong("verification.firstBad")).isEqualTo(victim);
        assertThat(verdict).contains("BAD: ");
    }

    @Test
    void theFileNeedsASecondFactor() {
        given().auth()
                .oauth2(Tokens.auditor())
                .accept("application/zip")
                .get("/v1/reports/compliance-audit" + YEAR)
                .then()
                .statusCode(401)
                .body("code", equalTo("MFA_REQUIRED"));
    }

    private static JsonPath report(String report) {
        return JsonPath.from(get(report, "application/json"));
    }

    private static String get(String report, String accept) {
        return given().auth()
                .oauth2(Tokens.auditor())
                .accept(accept)
                .get("/v1/reports/" + report + YEAR)
                .then()
                .statusCode(200)
                .contentType(accept)
                .extract()
                .asString();
    }

    private static Map<String, byte[]> parts() throws IOException {
        byte[] zip = given().auth()
                .oauth2(Tokens.auditorMfa())
                .accept("application/zip")
                .get("/v1/reports/compliance-audit" + YEAR)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry part = in.getNextEntry(); part != null; part = in.getNextEntry()) {
                parts.put(part.getName(), in.readAllBytes());
            }
        }
        return parts;
    }

    private static String first(Map<String, byte[]> parts) {
        String manifest = new String(parts.get("manifest.note"), StandardCharsets.UTF_8);
        return manifest.replaceAll("(?s).*\nrun (\\d+) .*", "$1");
    }

    private String damaged(Map<String, byte[]> good, String part, UnaryOperator<String> damage) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>(good);
        String was = new String(parts.get(part), StandardCharsets.UTF_8);
        String is = damage.apply(was);
        assertThat(is).isNotEqualTo(was);
        parts.put(part, is.getBytes(StandardCharsets.UTF_8));
        return verify(parts);
    }

    private String verify(Map<String, byte[]> parts) throws IOException {
        Path file = folder.resolve("audit.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String key = given().get("/log/key").asString().strip();
        VerifyCommand.run(
                new String[] {file.toString(), "--key", key}, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
