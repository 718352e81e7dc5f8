package covenant.notification.campaign;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static covenant.notification.Api.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.embedded.smtp.Mail;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Mails;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class CampaignIT {
    private static KafkaTap tap;

    @Inject
    Scheduler scheduler;

    @Inject
    Jdbi jdbi;

    @Inject
    Campaigns campaigns;

    @Inject
    CampaignStore store;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    @Tag("AC-14")
    @Tag("R-4.1.2-6")
    @Tag("R-6.2-1")
    @Tag("R-6.1-3")
    void aMaterialChangeIsToldToEachPersonAndAnnouncedWithOldAndNew() {
        String person = newSubject("policy");
        String address = person + "@example.org";
        putContact(person, "{\"email\":\"" + address + "\",\"locale\":\"en\"}").statusCode(200);
        String appOnly = newSubject("policy");
        tap.publish(Topic.ACCOUNT, appOnly, "AccountOpened", "{\"accountId\":\"acc-" + appOnly + "\"}");
        String gone = newSubject("policy");
        putContact(gone, "{\"email\":\"" + gone + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        tap.publish(Topic.ACCOUNT, gone, "AccountClosed", "{\"accountId\":\"acc-" + gone + "\"}");
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        jdbi.withHandle(h -> h.createQuery("select count(*) from account where subject_id in (?, ?)")
                                        .bind(0, gone)
                                        .bind(1, appOnly)
                                        .mapTo(Integer.class)
                                        .one())
                                == 2);
        String version = version();

        publish(version, "NEW_VERSION", true, """
                {"kind":"CONTACT_CHANGED","trigger":"6.2(5)","was":"DPO line 1","now":"DPO line 2"}""", "");
        publish(version, "NEW_VERSION", true, """
                {"kind":"CONTACT_CHANGED","trigger":"6.2(5)","was":"DPO line 1","now":"DPO line 2"}""", "");

        Mail mail = Mails.await(address, m -> m.subject().contains(version), SOON);
        assertThat(mail.text()).contains("was: DPO line 1; now: DPO line 2", "1 January 2031, 00:00 (Beijing time)");
        String campaign = campaign(version);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> as(Tokens.operator())
                        .get("/v1/campaigns/" + campaign)
                        .then()
                        .body("status", equalTo("COMPLETED"))
                        .body("kind", equalTo("POLICY_CHANGE")));
        assertThat(Mails.box().to(address)).hasSize(1);
        assertThat(Mails.box().to(gone + "@example.org")).isEmpty();
        RestAssured.get("/v1/announcements?limit=500")
                .then()
                .body("items.findAll { it.policyVersion == '" + version + "' }.size()", equalTo(1))
                .body(
                        "items.find { it.policyVersion == '" + version + "' }.text.'zh-CN'",
                        containsString("原：DPO line 1；现：DPO line 2"));
        as(Tokens.subject(appOnly))
                .get("/v1/subjects/" + appOnly + "/inbox?locale=en")
                .then()
                .statusCode(200)
                .body("items[0].interstitial", equalTo(true))
                .body("items[0].text", containsString("DPO line 2"));
        as(Tokens.auditor())
                .get("/v1/subjects/" + appOnly + "/notices")
                .then()
                .body("items[0].outcome", equalTo("COVERED_BY_ANNOUNCEMENT"));
        String item = as(Tokens.subject(appOnly))
                .get("/v1/subjects/" + appOnly + "/inbox")
                .path("items[0].id");
        as(Tokens.subject(appOnly))
                .post("/v1/subjects/" + appOnly + "/inbox/" + item + "/read")
                .then()
                .statusCode(204);
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, appOnly, "NotificationDelivered", SOON)
                        .value())
                .contains("IN_APP")
                .contains("\"policyVersion\":\"" + version + "\"");
        as(Tokens.auditor())
                .get("/v1/subjects/" + appOnly + "/notices")
                .then()
                .body("items[0].outcome", equalTo("REACHED"));
    }

    @Test
    @Tag("AC-13")
    void aHighRiskAssessmentIsToldWithoutANewText() {
        String person = newSubject("risk");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"zh-CN\"}")
                .statusCode(200);

        publish(version(), "HIGH_RISK_ASSESSMENT", true, "", ",\"assessmentId\":\"pia-" + person + "\"");

        Mail mail = Mails.await(person + "@example.org", m -> true, SOON);
        assertThat(mail.text()).contains("个人信息安全影响评估报告表明存在高风险");
    }

    @Test
    @Tag("R-6.2-1")
    void anOrdinaryChangeIsAnnouncedOnly() {
        String person = newSubject("ordinary");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        String version = version();

        publish(version, "NEW_VERSION", false, """
                {"kind":"WORDING","was":"colour","now":"color"}""", "");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> RestAssured.get("/v1/announcements?limit=500")
                        .then()
                        .body("items.policyVersion", hasItem(version)));

        assertThat(Mails.box().to(person + "@example.org"))
                .noneMatch(m -> m.subject().contains(version));
    }

    @Test
    void whoMustConsentAnewIsAskedByMailAndInTheApp() {
        String person = newSubject("anew");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        String version = version();
        String event = """
                {"version":"%s","purposes":["PERSONALISATION"],"triggers":["6.2(1)"],"reducesRights":false,
                 "requiredAt":"2026-11-24T00:00:00Z"}""".formatted(version);

        tap.publish(Topic.POLICY, person, "ReconsentRequired", event);
        tap.publish(Topic.POLICY, person, "ReconsentRequired", event);

        Mail mail = Mails.await(person + "@example.org", m -> m.subject().contains(version), SOON);
        assertThat(mail.text()).contains("PERSONALISATION");
        as(Tokens.subject(person))
                .get("/v1/subjects/" + person + "/inbox?locale=en")
                .then()
                .body("items.findAll { it.template == 'reconsent' }.size()", equalTo(1));
    }

    @Test
    @Tag("R-4.2.3-1")
    void theEndOfTheServiceIsToldToEveryone() {
        String person = newSubject("end");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        String termination = UUID.randomUUID().toString();

        tap.publish(
                Topic.ACCOUNT,
                "service",
                "ServiceTerminationScheduled",
                "{\"terminationId\":\"" + termination + "\",\"terminateAt\":\"2030-12-31T16:00:00Z\"}");

        Mail mail = Mails.await(person + "@example.org", m -> m.subject().equals("The service ends"), SOON);
        assertThat(mail.text()).contains("1 January 2031");
        TapRecord completed = tap.awaitRecord(
                Topic.NOTIFICATION,
                r -> r.type().equals("covenant.CampaignCompleted") && r.value().contains(termination),
                SOON);
        assertThat(completed.value()).contains("TERMINATION").contains("lastNoticeAt");
        whoRegistersAfterTheCampaignIsToldTooAndNobodyTwice(termination, person);
    }

    private void whoRegistersAfterTheCampaignIsToldTooAndNobodyTwice(String termination, String person) {
        String late = newSubject("late");
        putContact(late, "{\"email\":\"" + late + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);

        tap.publish(Topic.ACCOUNT, person, "AccountOpened", "{\"accountId\":\"acc-" + person + "\"}");
        tap.publish(Topic.ACCOUNT, late, "AccountOpened", "{\"accountId\":\"acc-" + late + "\"}");

        Mails.await(late + "@example.org", m -> m.subject().equals("The service ends"), SOON);
        Awaitility.await().atMost(SOON).until(() -> accountKnown(person));
        assertThat(notices("termination:" + termination + ":%", person)).isEqualTo(1);
        // Persons of other tests register too, and are to hear nothing of this end.
        jdbi.useHandle(
                h -> h.execute(
                        "update campaign set parameters = '{\"terminateAt\": \"2026-01-01T00:00:00Z\"}' where kind = 'TERMINATION'"));
    }

    private boolean accountKnown(String person) {
        return jdbi.withHandle(h -> h.createQuery("select exists (select from account where subject_id = ?)")
                .bind(0, person)
                .mapTo(Boolean.class)
                .one());
    }

    private int notices(String dedupKeys, String person) {
        return jdbi.withHandle(
                h -> h.createQuery("select count(*) from notice where dedup_key like ? and subject_id = ?")
                        .bind(0, dedupKeys)
                        .bind(1, person)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    @Tag("R-4.2.3-1")
    void aMovedEndStopsTheMessagesOfTheOlderDateAlsoOneThatIsMovedBack() {
        String person = newSubject("moved");
        String termination = UUID.randomUUID().toString();
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        List<UUID> started = new ArrayList<>();
        scheduler.pause();
        try {
            for (String end : List.of("2030-12-30T16:00:00Z", "2031-05-31T16:00:00Z", "2030-12-30T16:00:00Z")) {
                tap.publish(
                        Topic.ACCOUNT,
                        "service",
                        "ServiceTerminationScheduled",
                        "{\"terminationId\":\"" + termination + "\",\"terminateAt\":\"" + end + "\"}");
                int count = started.size() + 1;
                started.add(Awaitility.await()
                        .atMost(SOON)
                        .until(() -> campaignsAbout(termination), all -> all.size() == count)
                        .getLast());
                while (campaigns.step(started.getLast())) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            scheduler.resume();
        }

        tap.awaitRecord(
                Topic.NOTIFICATION,
                r -> r.type().equals("covenant.CampaignCompleted")
                        && r.value().contains(started.getLast().toString()),
                SOON);
        List<Mail> mails = Mails.box().to(person + "@example.org");
        assertThat(mails).as("the newest date, once").hasSize(1);
        assertThat(mails.getFirst().text()).contains("31 December 2030");
        for (UUID older : started.subList(0, 2)) {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> as(Tokens.operator())
                            .get("/v1/campaigns/" + older)
                            .then()
                            .body("status", equalTo("SUPERSEDED"))
                            .body("pending", equalTo(0))
                            .body("completedAt", notNullValue()));
            as(Tokens.operator())
                    .post("/v1/campaigns/" + older + "/resume")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("STATE_CONFLICT"));
        }
    }

    /** A batch of everyone costs the same however many there are. */
    @Test
    void aBatchOfEveryoneIsReadAlongItsIndexes() {
        String plan = jdbi.withHandle(h -> {
            h.begin();
            h.execute("set local enable_seqscan = off");
            h.execute("set local enable_bitmapscan = off");
            String text = String.join(
                    "\n",
                    h.createQuery("explain " + Everyone.NEXT)
                            .bind("after", "m")
                            .bind("limit", 500)
                            .mapTo(String.class)
                            .list());
            h.rollback();
            return text;
        });

        assertThat(plan)
                .contains("using contact_walk", "using account_walk", "using account_subject")
                .doesNotContain("hashed", "Seq Scan");
    }

    private List<UUID> campaignsAbout(String termination) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select id from campaign where about ->> 'terminationId' = :id order by started_at, id")
                .bind("id", termination)
                .mapTo(UUID.class)
                .list());
    }

    @Test
    void aClosureIsConfirmedWithTheDayOfErasure() {
        String person = newSubject("closed");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"zh-CN\"}")
                .statusCode(200);

        request(tap, person, "RIGHTS", "account-closed", "{\"dueAt\":\"2026-02-28T16:00:00Z\"}", "");

        Mail mail = Mails.await(person + "@example.org", m -> true, SOON);
        assertThat(mail.subject()).isEqualTo("您的账户已注销");
        assertThat(mail.text()).contains("自 2026年3月1日 00:00（北京时间） 起删除");
    }

    @Test
    @Tag("AC-79")
    @Tag("R-4.1.3-9")
    void anExpansionThatDiesAndIsTakenUpByTwoGivesEachPersonOneNotice() throws Exception {
        UUID incident = incidentOf(1_300);
        scheduler.pause();
        try {
            String id = as(Tokens.dpoMfa())
                    .body("{}")
                    .post("/v1/incidents/" + incident + "/notification")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("campaignId");
            UUID campaign = UUID.fromString(id);
            campaigns.step(campaign);
            assertThat(notices(campaign)).containsExactly(500L, 500L);
            try {
                io.quarkus.narayana.jta.QuarkusTransaction.requiringNew().run(() -> {
                    campaigns.step(campaign);
                    throw new IllegalStateException("killed before its commit");
                });
            } catch (IllegalStateException killed) {
                assertThat(notices(campaign))
                        .as("nothing of the lost step stays")
                        .containsExactly(500L, 500L);
            }
            Runnable expand = () -> {
                while (!store.find(campaign).orElseThrow().expanded()) {
                    campaigns.step(campaign);
                }
            };
            Thread other = Thread.ofPlatform().start(expand);
            expand.run();
            other.join();
            assertThat(notices(campaign)).as("neither double nor gap").containsExactly(1_300L, 1_300L);
        } finally {
            scheduler.resume();
        }
    }

    /** Notices, and persons among them. */
    private List<Long> notices(UUID campaign) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select count(*) as n, count(distinct subject_id) as p from notice where campaign_id = ?")
                .bind(0, campaign)
                .map((row, c) -> List.of(row.getLong("n"), row.getLong("p")))
                .one());
    }

    private UUID incidentOf(int people) {
        String id = as(Tokens.operator())
                .body("""
                        {"title":"Leak","kind":"LEAK","discoveredAt":"2026-11-24T00:00:00Z","categories":["basic.email"],
                         "facts":"f","cause":"c","possibleHarm":"h","measures":"m","selfProtection":"s","remedies":"r","contact":"k"}""")
                .post("/v1/incidents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        jdbi.useHandle(h -> h.createUpdate("insert into affected_subject (incident_id, subject_id)"
                        + " select :id, 'many-' || i from generate_series(1, :people) i")
                .bind("id", UUID.fromString(id))
                .bind("people", people)
                .execute());
        return UUID.fromString(id);
    }

    @Test
    @Tag("R-6.2-4")
    void whomNoChannelReachedStandsOnTheListUntilTheAppHasShownIt() {
        String person = newSubject("shown");
        tap.publish(Topic.ACCOUNT, person, "AccountOpened", "{\"accountId\":\"acc-" + person + "\"}");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> jdbi.withHandle(h -> h.createQuery("select count(*) from account where subject_id = ?")
                                .bind(0, person)
                                .mapTo(Integer.class)
                                .one())
                        == 1);
        String version = version();
        publish(version, "NEW_VERSION", true, "", "");
        String item = Awaitility.await().atMost(SOON).until(() -> interstitial(person), java.util.Objects::nonNull);

        as(Tokens.backend())
                .post("/v1/subjects/" + person + "/inbox/" + item + "/read")
                .then()
                .statusCode(204);

        assertThat(interstitial(person)).isNull();
    }

    /** The person's item, wherever on the list it stands. */
    private static String interstitial(String person) {
        String cursor = "";
        while (cursor != null) {
            var page = as(Tokens.backend())
                    .get("/v1/interstitials?limit=500&cursor=" + cursor)
                    .jsonPath();
            String item = page.getString("items.find { it.subjectId == '" + person + "' }?.itemId");
            if (item != null) {
                return item;
            }
            cursor = page.getString("next");
        }
        return null;
    }

    @Test
    void aPausedCampaignSendsNothingUntilItIsResumed() {
        String person = newSubject("paused");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        String version = version();
        scheduler.pause();
        publish(version, "NEW_VERSION", true, "", "");
        String campaign = Awaitility.await().atMost(SOON).until(() -> campaign(version), java.util.Objects::nonNull);
        as(Tokens.auditor()).post("/v1/campaigns/" + campaign + "/pause").then().statusCode(403);
        as(Tokens.operator())
                .post("/v1/campaigns/" + campaign + "/pause")
                .then()
                .statusCode(200)
                .body("status", equalTo("PAUSED"));
        scheduler.resume();

        String other = newSubject("paused");
        putContact(other, "{\"email\":\"" + other + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        request(tap, other, "RIGHTS", "request-received", "{}", "");
        Mails.await(other + "@example.org", m -> true, SOON);
        assertThat(Mails.box().to(person + "@example.org")).isEmpty();

        as(Tokens.operator())
                .post("/v1/campaigns/" + campaign + "/resume")
                .then()
                .statusCode(200);
        Mails.await(person + "@example.org", m -> m.subject().contains(version), SOON);
        Awaitility.await().atMost(SOON).until(() -> status(campaign), "COMPLETED"::equals);
        as(Tokens.operator())
                .post("/v1/campaigns/" + campaign + "/pause")
                .then()
                .statusCode(409);
    }

    private static String status(String campaign) {
        return as(Tokens.operator()).get("/v1/campaigns/" + campaign).path("status");
    }

    private static String version() {
        return Integer.toString(1_000 + (int) (System.nanoTime() % 1_000_000_000));
    }

    private static void publish(String version, String occasion, boolean material, String change, String more) {
        tap.publish(Topic.POLICY, version, "PolicyVersionPublished", """
                {"version":"%s","occasion":"%s","sha256":"ab","locale":"zh-CN","title":"T","material":%s,"reducesRights":false,
                 "requiresReconsent":false,"reconsentPurposes":[],"predecessor":"1","publishedAt":"2026-11-24T00:00:00Z",
                 "effectiveAt":"2030-12-31T16:00:00Z","changes":[%s]%s}""".formatted(
                        version, occasion, material, change, more));
    }

    private static String campaign(String version) {
        return as(Tokens.operator())
                .get("/v1/campaigns?limit=500")
                .path("items.find { it.about.policyVersion == '" + version + "' }.id");
    }
}
