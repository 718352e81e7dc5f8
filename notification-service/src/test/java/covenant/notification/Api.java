package covenant.notification;

import static io.restassured.RestAssured.given;

import covenant.contracts.Topic;
import covenant.platform.crypto.SealedBox;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;

/** Calls and events of these tests. */
public final class Api {
    public static final Duration SOON = Duration.ofSeconds(60);

    private Api() {}

    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    public static ValidatableResponse putContact(String subject, String json) {
        return as(Tokens.backend())
                .body(json)
                .put("/v1/subjects/" + subject + "/contact-points")
                .then();
    }

    public static String newSubject(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Publishes NotificationRequested; returns the notification's id. */
    public static String request(
            KafkaTap tap, String subject, String messageClass, String template, String parameters, String more) {
        return request(tap, UUID.randomUUID().toString(), subject, messageClass, template, parameters, more);
    }

    public static String request(
            KafkaTap tap,
            String id,
            String subject,
            String messageClass,
            String template,
            String parameters,
            String more) {
        tap.publish(Topic.NOTIFICATION, subject, "NotificationRequested", """
                {"notificationId":"%s","messageClass":"%s","template":"%s","recipientSubjectId":"%s",
                 "parameters":%s%s%s}""".formatted(
                        id,
                        messageClass,
                        template,
                        subject,
                        parameters,
                        more.contains("dedupKey") ? "" : ",\"dedupKey\":\"k:" + id + "\"",
                        more));
        return id;
    }

    public static String seal(SealedBox.Sender sender, String notificationId, String json) {
        return ",\"sealedParameters\":\"" + sender.seal(notificationId, json) + "\"";
    }
}
