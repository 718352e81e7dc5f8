package covenant.consent;

import static covenant.consent.Api.as;

import covenant.contracts.Topic;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holders and shares as their callers see them. */
final class Sharing {
    static final Duration SOON = Duration.ofSeconds(20);

    private Sharing() {}

    static Map<String, Object> holder(String kind, List<String> categories, String... purposes) {
        Map<String, Object> holder = new LinkedHashMap<>();
        holder.put("name", "A recipient");
        holder.put("contact", "partner@example.com");
        holder.put("kind", kind);
        holder.put("categories", categories);
        holder.put("purposes", List.of(purposes));
        holder.put("country", "CN");
        holder.put("transport", "REST");
        holder.put("backupMaxAge", "P60D");
        holder.put("agreement", agreement("2099-12-31"));
        return holder;
    }

    static Map<String, Object> agreement(String validUntil) {
        Map<String, Object> agreement = new LinkedHashMap<>();
        agreement.put("id", "agr-1");
        agreement.put("signedOn", "2026-01-01");
        agreement.put("validUntil", validUntil);
        return agreement;
    }

    static ValidatableResponse put(String id, Map<String, Object> holder) {
        return as(Tokens.operator()).body(holder).put("/v1/holders/" + id).then();
    }

    static Map<String, Object> share(String subject, String recipient, String ground, String... categories) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("recipient", recipient);
        body.put("kind", "SHARE");
        body.put("ground", ground);
        body.put("purpose", "SERVICE_DELIVERY");
        body.put("categories", List.of(categories));
        body.put("subjectId", subject);
        body.put("protection", List.of("ENCRYPTED_TRANSPORT", "FIELD_ENCRYPTED"));
        body.put("consideration", "NONE");
        body.put("evidence", Map.of("contractId", "c-1"));
        return body;
    }

    static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(field, value);
        return more;
    }

    static ValidatableResponse ask(Map<String, Object> body) {
        return Api.backend().body(body).post("/v1/sharing/decisions").then();
    }

    static String shared(Map<String, Object> body) {
        return ask(body).statusCode(201).extract().path("disclosureId");
    }

    static ValidatableResponse disclosures(String token, String subject) {
        return as(token).get("/v1/subjects/" + subject + "/disclosures").then().statusCode(200);
    }

    static void erase(KafkaTap kafka, String subject) {
        kafka.publish(
                Topic.RETENTION,
                subject,
                "SubjectErased",
                "{\"subjectId\":\"" + subject + "\",\"caseId\":\"0198c000-0000-7000-8000-000000000001\",\"erased\":[],"
                        + "\"kept\":[],\"erasedAt\":\"" + Api.now() + "\"}");
    }
}
