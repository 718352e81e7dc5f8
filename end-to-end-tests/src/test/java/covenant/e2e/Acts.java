package covenant.e2e;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a {@link Load} says to the services: one act of each kind, the same again when it is said again. */
final class Acts {

    private final Api api;
    private final String policyVersion;
    private final String policySha256;
    private final Instant closedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    Acts(Api api) {
        this.api = api;
        Answer policy = api.as(Role.BACKEND).get(Service.CONSENT, "/v1/policies/current");
        this.policyVersion = policy.at("/version");
        this.policySha256 = policy.at("/sha256");
    }

    Answer act(Load.Kind kind, String subject, Api.Caller caller) {
        return switch (kind) {
            case CONSENT -> consent(subject, caller);
            case CLOSURE -> closure(subject, caller);
            case REQUEST -> caller.post(kind.service, "/v1/requests", """
                        {"subjectId": "%s", "type": "ACCESS", "requester": "SELF", "channel": "APP"}""".formatted(subject));
            case CONTACT_POINTS ->
                caller.put(kind.service, "/v1/subjects/" + subject + "/contact-points", """
                        {"email": "%s@example.org", "locale": "en", "preferred": ["EMAIL"]}""".formatted(subject));
            // The log knows persons by pseudonyms only: the correlation id is how the entry is found again.
            case FACT -> caller.post(kind.service, "/v1/entries", """
                        {"type": "LoadFact", "subjectId": "%s", "correlationId": "%s", "details": {}}""".formatted(subject, subject));
        };
    }

    private Answer consent(String subject, Api.Caller caller) {
        return caller.post(Service.CONSENT, "/v1/consents", """
                {"subjectId": "%s", "policyVersion": "%s", "policySha256": "%s", "presentedAt": "2026-01-01T00:00:00Z",
                 "acceptedAt": "2026-01-01T00:00:00Z", "method": "CLICK", "channel": "APP", "appVersion": "1", "locale": "zh-CN",
                 "highlightedSectionsShown": [], "grants": [{"purpose": "SERVICE_DELIVERY", "decision": "GRANT"}]}""".formatted(subject, policyVersion, policySha256));
    }

    private Answer closure(String subject, Api.Caller caller) {
        Answer opened =
                api.as(Role.BACKEND).put(Service.RETENTION, "/v1/accounts/acc-" + subject, """
                {"subjectId": "%s", "openedAt": "2026-01-01T00:00:00Z"}""".formatted(subject));
        return opened.isSuccess()
                ? caller.post(
                        Service.RETENTION, "/v1/accounts/acc-" + subject + "/closure", """
                        {"subjectId": "%s", "closedAt": "%s"}""".formatted(subject, closedAt))
                : opened;
    }
}
