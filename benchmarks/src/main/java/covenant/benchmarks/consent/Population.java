package covenant.benchmarks.consent;

import covenant.benchmarks.load.GrantBody;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Invented persons who each gave one separate consent, written into the tables by SQL: what a decision reads of them is what the service
 * itself would have written.
 *
 * @param size how many there are
 */
record Population(long size) {

    static final String PREFIX = "bench-p";
    static final String PURPOSE = GrantBody.PURPOSE;
    static final String CATEGORY = "financial.bank_card";

    private static final long STEP = 250_000;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Adds those that are missing above a smaller population, and lets the planner know. */
    void growFrom(Population before, Databases databases, Consumer<String> say) {
        for (long from = before.size(); from < size; from += STEP) {
            long to = Math.min(size, from + STEP) - 1;
            databases.fill(consents(from, to));
            databases.fill(states(from, to));
        }
        databases.fill("analyze consent");
        databases.fill("analyze subject_state");
        databases.fill("checkpoint");
        say.accept("%,d persons, %,d consents"
                .formatted(
                        databases.count(Databases.SERVICE, "subject_state"),
                        databases.count(Databases.SERVICE, "consent")));
    }

    static String consents(long from, long to) {
        return """
                insert into consent (id, subject_id, purpose, status, categories, separate, policy_version, policy_sha256, presented_at,
                    accepted_at, recorded_at, binds_from, method, channel, app_version, locale, highlighted, necessity_shown, evidence_sha256)
                select ('01a0c000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '%s' || n, '%s', 'GRANTED', '{%s}', true, 1,
                    repeat('9f86d081', 8), timestamptz '2026-01-01 00:00:00Z', timestamptz '2026-01-01 00:00:20Z',
                    timestamptz '2026-01-01 00:00:21Z', timestamptz '2026-01-01 00:00:20Z', 'CLICK', 'app', '8.4.0', 'zh-CN', '{1.1,1.5}',
                    'Your bank confirms that the card is yours.', repeat('2c26b46b', 8)
                from generate_series(%d, %d) n""".formatted(PREFIX, PURPOSE, CATEGORY, from, to);
    }

    static String states(long from, long to) {
        return """
                insert into subject_state (subject_id, accepted_version, consents, changed_at)
                select '%s' || n, 1, ('[{"id":"01a0c000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') || '","purpose":"%s","categories":["%s"],\
                "separate":true,"policyVersion":1,"acceptedAt":"2026-01-01T00:00:20Z","bindsFrom":"2026-01-01T00:00:20Z",\
                "guardian":false,"written":false}]')::json, timestamptz '2026-01-01 00:00:21Z'
                from generate_series(%d, %d) n""".formatted(PREFIX, PURPOSE, CATEGORY, from, to);
    }

    /** One of them, the same for the same key, all equally likely. */
    String person(String key) {
        long mixed = key.hashCode() * MIX;
        return PREFIX + Math.floorMod(mixed ^ (mixed >>> 32), size);
    }

    byte[] decision(String key) {
        return question(person(key)).getBytes(StandardCharsets.UTF_8);
    }

    /** @param questions in one request, each about another person */
    byte[] decisions(String key, int questions) {
        StringBuilder body = new StringBuilder("{\"decisions\":[");
        for (int i = 0; i < questions; i++) {
            body.append(i == 0 ? "" : ",").append(question(person(key + "/" + i)));
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String question(String person) {
        return "{\"subjectId\":\"" + person + "\",\"purpose\":\"" + PURPOSE + "\",\"category\":\"" + CATEGORY + "\"}";
    }
}
