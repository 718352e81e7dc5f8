package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topics of the contracts, and who may do what: all that is needed, and nothing else. */
class KafkaTest {

    private static final Pattern OPERATION =
            Pattern.compile("^  ([a-z-]+)\\.(send|receive)\\.([a-z-]+):$", Pattern.MULTILINE);
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.incoming\\.[a-z-]+\\.topic");
    private static final Set<String> COMPANY = Set.of("account-system", "company-backend", "data-holder");

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyTopicOfTheContractsIsThereWithItsDeadLettersAndNoOther(Overlay overlay) {
        Set<String> expected = Arrays.stream(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterTopicName()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(overlay.ofKind("KafkaTopic").stream().map(Overlay::nameOf).collect(Collectors.toSet()))
                .isEqualTo(expected);
        for (Topic topic : Topic.values()) {
            JsonNode spec = overlay.one("KafkaTopic", topic.topicName()).path("spec");
            assertThat(spec.path("partitions").asInt()).as(topic.topicName()).isGreaterThanOrEqualTo(6);
            assertThat(spec.at("/config/cleanup.policy").asText()).isEqualTo(topic.compacted() ? "compact" : "delete");
            long days = Duration.ofMillis(spec.path("config")
                            .path(topic.compacted() ? "max.compaction.lag.ms" : "retention.ms")
                            .asLong())
                    .toDays();
            // An erased person's last state is gone within a week; an event outlives any consumer's absence.
            assertThat(days).isEqualTo(topic.compacted() ? 7 : 90);
            JsonNode letters =
                    overlay.one("KafkaTopic", topic.deadLetterTopicName()).path("spec");
            assertThat(letters.at("/config/cleanup.policy").asText()).isEqualTo("delete");
            assertThat(letters.at("/config/max.message.bytes").asLong())
                    .as("a dead letter carries its reason besides")
                    .isGreaterThan(spec.at("/config/max.message.bytes").asLong());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyUserMayDoWhatItDoesAndNothingElse(Overlay overlay) {
        Map<String, Set<String>> sends = asyncApi("send");
        Map<String, Set<String>> receives = asyncApi("receive");
        for (String service : Repository.SERVICES) {
            Set<String> reads = subscriptions(service);
            Set<String> expected = new TreeSet<>();
            reads.forEach(topic -> {
                // A dead letter is sent again to the topic from which it came.
                allow(expected, "topic " + topic, "Read", "Write", "Describe");
                allow(expected, "topic " + topic + ".dlq", "Read", "Write", "Describe");
            });
            sends.get(service).forEach(topic -> allow(expected, "topic " + topic, "Write", "Describe"));
            allow(expected, "group " + service, "Read", "Describe");
            assertThat(acls(overlay, service)).as(service).isEqualTo(expected);
        }
        for (String system : COMPANY) {
            Set<String> expected = new TreeSet<>();
            sends.getOrDefault(system, Set.of())
                    .forEach(topic -> allow(expected, "topic " + topic, "Write", "Describe"));
            receives.getOrDefault(system, Set.of())
                    .forEach(topic -> allow(expected, "topic " + topic, "Read", "Describe"));
            allow(expected, "group " + system, "Read", "Describe");
            assertThat(acls(overlay, system)).as(system).isEqualTo(expected);
        }
        assertThat(acls(overlay, "kafka-lag")).allMatch(acl -> acl.endsWith(" Describe"));
        assertThat(overlay.ofKind("KafkaUser")).hasSize(Repository.SERVICES.size() + COMPANY.size() + 1);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theCatalogueOfEventsSaysWhoListens(Overlay overlay) {
        Map<String, Set<String>> receives = asyncApi("receive");
        for (String service : Repository.SERVICES) {
            assertThat(receives.get(service)).as(service).isEqualTo(subscriptions(service));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theBrokerTakesCertificatesOnlyAndMakesNoTopicByItself(Overlay overlay) {
        JsonNode kafka = overlay.one("Kafka", "covenant").at("/spec/kafka");
        for (JsonNode listener : kafka.path("listeners")) {
            assertThat(listener.path("tls").asBoolean()).isTrue();
            assertThat(listener.at("/authentication/type").asText()).isEqualTo("tls");
        }
        assertThat(kafka.at("/authorization/type").asText()).isEqualTo("simple");
        assertThat(kafka.at("/config/auto.create.topics.enable").asBoolean(true))
                .isFalse();
        assertThat(kafka.at("/config/unclean.leader.election.enable").asBoolean(true))
                .isFalse();
        overlay.ofKind("KafkaUser")
                .forEach(user -> assertThat(user.at("/spec/authentication/type").asText())
                        .isEqualTo("tls"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void scalingByLagFollowsTopicsThatTheServiceReadsAndNeverBeyondTheirPartitions(Overlay overlay) {
        assertThat(overlay.ofKind("ScaledObject")).hasSize(3);
        for (ObjectNode scaled : overlay.ofKind("ScaledObject")) {
            String service = scaled.at("/spec/scaleTargetRef/name").asText();
            for (JsonNode trigger : scaled.at("/spec/triggers")) {
                if (trigger.path("type").asText().equals("kafka")) {
                    String topic = trigger.at("/metadata/topic").asText();
                    assertThat(subscriptions(service)).contains(topic);
                    assertThat(trigger.at("/metadata/consumerGroup").asText()).isEqualTo(service);
                    assertThat(trigger.at("/metadata/tls").asText()).isEqualTo("enable");
                    assertThat(acls(overlay, "kafka-lag")).contains("group " + service + " Describe");
                    assertThat(scaled.at("/spec/maxReplicaCount").asInt())
                            .isLessThanOrEqualTo(overlay.one("KafkaTopic", topic)
                                    .at("/spec/partitions")
                                    .asInt());
                }
            }
        }
        Stream.concat(overlay.ofKind("ScaledObject").stream(), overlay.ofKind("HorizontalPodAutoscaler").stream())
                .collect(Collectors.groupingBy(
                        scaler -> scaler.at("/spec/scaleTargetRef/name").asText()))
                .forEach((service, scalers) ->
                        assertThat(scalers).as("one scaler of " + service).hasSize(1));
    }

    private static void allow(Set<String> acls, String resource, String... operations) {
        for (String operation : operations) {
            acls.add(resource + " " + operation);
        }
    }

    private static Set<String> acls(Overlay overlay, String user) {
        Set<String> found = new TreeSet<>();
        for (JsonNode acl : overlay.one("KafkaUser", user).at("/spec/authorization/acls")) {
            String name = acl.at("/resource/name").asText();
            String resource = acl.at("/resource/type").asText() + " " + name;
            if (acl.at("/resource/type").asText().equals("topic")
                    && acl.at("/resource/patternType").asText().equals("literal")) {
                overlay.one("KafkaTopic", name);
            }
            acl.path("operations").forEach(operation -> found.add(resource + " " + operation.asText()));
        }
        return found;
    }

    /** What the service's channels subscribe to; the audit-service reads all by a loop of its own. */
    private static Set<String> subscriptions(String service) {
        var settings = Repository.settings(service);
        if (Boolean.parseBoolean(settings.getProperty("covenant.dead-letters.every-topic"))) {
            return Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toCollection(TreeSet::new));
        }
        return settings.stringPropertyNames().stream()
                .filter(name -> CHANNEL.matcher(name).matches())
                .map(settings::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Participant -> topics, as docs/asyncapi.yaml says. */
    private static Map<String, Set<String>> asyncApi(String action) {
        Map<String, Set<String>> found = new TreeMap<>();
        Matcher operations = OPERATION.matcher(Repository.text(Repository.path("docs/asyncapi.yaml")));
        while (operations.find()) {
            if (operations.group(2).equals(action) && !operations.group(3).endsWith("-dead-letters")) {
                found.computeIfAbsent(operations.group(1), p -> new TreeSet<>())
                        .add("privacy." + operations.group(3) + ".v1");
            }
        }
        return found;
    }
}
