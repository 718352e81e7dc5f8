package covenant.local.demo;

import covenant.embedded.identity.TokenRequest;
import covenant.embedded.smtp.Mail;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Mails;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;

/** Everything a step acts on and looks at. */
record World(
        Api api, Events events, Mails mailbox, Storage storage, Cast cast, Narrator narrator, Chronicle chronicle) {

    /** All days and months of the policy are days and months there (requirement T-1). */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** How long anything may take that crosses Kafka. */
    static final Duration SOON = Duration.ofSeconds(60);

    /** The system of the company that talks to Covenant. */
    Api.Caller backend() {
        return api.as(Role.BACKEND);
    }

    Api.Caller subject() {
        return api.asSubject(cast.subject());
    }

    Api.Caller operator() {
        return api.asStrongly(Role.PRIVACY_OPERATOR);
    }

    /** Somebody else than the one who asked (four eyes). */
    Api.Caller approver() {
        return api.as(TokenRequest.of("second-person", Role.APPROVER.name()).withSecondFactor());
    }

    Api.Caller auditor() {
        return api.asStrongly(Role.COMPLIANCE_AUDITOR);
    }

    /** The sandbox clock of the services. */
    Instant now() {
        return Instant.parse(Claim.status(200, api.asStrongly(Role.OPS).get(Service.CONSENT, "/sandbox/clock"))
                .at("/now"));
    }

    LocalDate today() {
        return LocalDate.ofInstant(now(), ZONE);
    }

    /** Sets the clock of all five services. */
    void moveTo(Instant instant) {
        for (Service service : Service.values()) {
            Claim.status(
                    200, api.asStrongly(Role.OPS).post(service, "/sandbox/clock", "{\"set\": \"" + instant + "\"}"));
        }
    }

    /** An instant as a person in China reads it. */
    static String local(Instant instant) {
        return instant.atZone(ZONE).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")) + " in Shanghai";
    }

    /** The start of the day after that day: where a period ends that includes the day (Civil Code art. 203). */
    static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZONE).toInstant();
    }

    Mail awaitMail(String address, String claim, Predicate<Mail> condition) {
        return Claim.soon(
                claim,
                SOON,
                () -> mailbox.to(address).stream().filter(condition).findFirst());
    }

    /** Carries out an act that needs a second person: asks, and lets the approver agree. */
    Answer withFourEyes(Service service, Answer asked) {
        Claim.status(202, asked);
        String approval = asked.at("/approvalId");
        Claim.equal("AWAITING_APPROVAL", "/status", asked);
        return Claim.success(approver()
                .post(
                        service,
                        "/v1/approvals/" + approval + "/decision",
                        "{\"approve\": true, \"reason\": \"Checked for the story\"}"));
    }

    /** The decision on a purpose and a category. */
    Answer decide(String subjectId, String purpose, String category) {
        return Claim.status(
                200, backend().post(Service.CONSENT, "/v1/decisions", """
                                {"subjectId": "%s", "purpose": "%s", "category": "%s"}""".formatted(subjectId, purpose, category)));
    }

    void tell(String line, Object... values) {
        narrator.tell(line, values);
    }

    static Optional<String> nonEmpty(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
