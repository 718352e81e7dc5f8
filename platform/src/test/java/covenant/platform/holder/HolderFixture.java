package covenant.platform.holder;

import covenant.contracts.Topic;
import covenant.testing.KafkaTap;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Registers holders through the topic, as consent-service does. */
final class HolderFixture {
    private HolderFixture() {}

    static String entry(String id, String kind, String transport, String url) {
        return """
                {"holderId":"%s","kind":"%s","name":"%s","categories":["browsing.history","profile.tag"],"purposes":[],
                 "country":"CN","transport":"%s",%s"backupMaxAge":"P30D","status":"ACTIVE","main":false}""".formatted(id, kind, id, transport, url == null ? "" : "\"url\":\"" + url + "\",");
    }

    static void publish(KafkaTap tap, String id, String entry, long version) {
        tap.publish(
                Topic.HOLDER,
                id,
                version == 1 ? "HolderRegistered" : "HolderChanged",
                version == 1 ? "{\"holder\":" + entry + "}" : "{\"holder\":" + entry + ",\"changed\":[\"transport\"]}",
                "ce_source",
                "/consent-service",
                "ce_aggregateid",
                id,
                "ce_aggregateversion",
                Long.toString(version));
    }

    /** A fresh holder that is registered. */
    static String registered(KafkaTap tap, HolderRegistry registry, String kind, String transport, String url) {
        String id = "h-" + UUID.randomUUID();
        publish(tap, id, entry(id, kind, transport, url), 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> registry.find(id).isPresent());
        return id;
    }
}
