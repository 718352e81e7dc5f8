package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.embedded.identity.LocalCertificate;
import covenant.embedded.kafka.GuardedListener;
import covenant.embedded.kafka.KafkaBroker;
import covenant.embedded.kafka.KafkaSettings;
import covenant.embedded.process.Ports;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link KafkaTest} reads, tried: a real broker with the rights of {@code users.yaml}, and each service with a certificate of its own. */
@Tag("R-4.1.2-1")
@Tag("R-4.1.1-3")
class KafkaRightsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static Map<String, LocalCertificate> certificates;
    private static KafkaBroker broker;
    private static GuardedListener listener;

    static Stream<String> services() {
        return Repository.SERVICES.stream();
    }

    @BeforeAll
    static void start() throws Exception {
        certificates = Stream.concat(services(), Stream.of("kafka", "stranger"))
                .parallel()
                .collect(Collectors.toMap(Function.identity(), LocalCertificate::generate));
        Properties compose = new Properties();
        compose.load(new StringReader(Repository.text(Repository.path("deploy/compose/kafka/kafka.properties"))));
        listener = new GuardedListener(
                Ports.free(),
                certificates.get("kafka"),
                services().map(certificates::get).toList(),
                compose.getProperty("ssl.principal.mapping.rules"));
        broker = KafkaBroker.start(
                new KafkaSettings(directory.resolve("kafka"), directory.resolve("kafka.log"), Ports.free())
                        .guardedBy(listener));
        Map<String, Object> open = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(open);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(open, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(topics().map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            admin.createAcls(rules()).all().get();
            topics().forEach(name -> producer.send(new ProducerRecord<>(name, "key", "something to read")));
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceReadsAndWritesWhatItsRulesSayAndIsRefusedAllElse(String service) throws Exception {
        Set<String> writes = new TreeSet<>();
        Set<String> reads = new TreeSet<>();
        try (KafkaProducer<String, String> producer =
                        new KafkaProducer<>(as(service), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer = consumer(service, service)) {
            for (String topic : topics().toList()) {
                if (isWritten(producer, topic)) {
                    writes.add(topic);
                }
                if (isRead(consumer, topic)) {
                    reads.add(topic);
                }
            }
        }
        assertThat(writes).as("written").isEqualTo(allowed(service, "Write"));
        assertThat(reads).as("read").isEqualTo(allowed(service, "Read"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceTakesNoOthersPlaceAndChangesNoRule(String service) {
        String other =
                services().filter(name -> !name.equals(service)).findFirst().orElseThrow();
        Map<TopicPartition, OffsetAndMetadata> position =
                Map.of(new TopicPartition(allowed(service, "Read").iterator().next(), 0), new OffsetAndMetadata(0));
        try (KafkaConsumer<String, String> own = consumer(service, service);
                KafkaConsumer<String, String> others = consumer(service, other);
                Admin admin = Admin.create(as(service))) {
            own.commitSync(position, SOON);
            assertThatThrownBy(() -> others.commitSync(position, SOON)).isInstanceOf(GroupAuthorizationException.class);
            assertRefused(() -> admin.createAcls(rules()).all().get());
            assertRefused(() -> admin.createTopics(List.of(new NewTopic("privacy.another.v1", 1, (short) 1)))
                    .all()
                    .get());
            assertRefused(() ->
                    admin.deleteTopics(List.of(Topic.AUDIT.topicName())).all().get());
        }
    }

    @Test
    void whoShowsNoCertificateOrAStrangersIsNotLetIn() {
        Map<String, Object> none = new HashMap<>(as("stranger"));
        none.remove("ssl.keystore.type");
        none.remove("ssl.keystore.location");
        for (Map<String, Object> stranger : List.of(as("stranger"), none)) {
            try (Admin admin = Admin.create(stranger)) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(SslAuthenticationException.class);
            }
        }
    }

    private interface Attempt {
        void make() throws Exception;
    }

    private static void assertRefused(Attempt attempt) {
        assertThatThrownBy(attempt::make).hasCauseInstanceOf(AuthorizationException.class);
    }

    private static boolean isWritten(KafkaProducer<String, String> producer, String topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
            return false;
        }
    }

    private static boolean isRead(KafkaConsumer<String, String> consumer, String topic) {
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        try {
            assertThat(consumer.poll(SOON)).isNotEmpty();
            return true;
        } catch (TopicAuthorizationException e) {
            return false;
        }
    }

    private static Stream<String> topics() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterTopicName()));
    }

    private static Set<String> allowed(String user, String operation) {
        return rules(user).stream()
                .filter(rule -> rule.pattern().resourceType() == ResourceType.TOPIC)
                .filter(rule -> rule.entry().operation() == operation(operation))
                .map(rule -> rule.pattern().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<AclBinding> rules() {
        return services().flatMap(service -> rules(service).stream()).toList();
    }

    private static List<AclBinding> rules(String user) {
        List<AclBinding> rules = new ArrayList<>();
        for (JsonNode acl : Overlay.named("production").one("KafkaUser", user).at("/spec/authorization/acls")) {
            assertThat(acl.at("/resource/patternType").asText()).isEqualTo("literal");
            ResourcePattern resource = new ResourcePattern(
                    ResourceType.valueOf(acl.at("/resource/type").asText().toUpperCase(Locale.ROOT)),
                    acl.at("/resource/name").asText(),
                    PatternType.LITERAL);
            StreamSupport.stream(acl.path("operations").spliterator(), false)
                    .map(name -> new AccessControlEntry(
                            "User:" + user, "*", operation(name.asText()), AclPermissionType.ALLOW))
                    .forEach(entry -> rules.add(new AclBinding(resource, entry)));
        }
        return rules;
    }

    private static AclOperation operation(String name) {
        return AclOperation.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static KafkaConsumer<String, String> consumer(String user, String group) {
        Map<String, Object> settings = new HashMap<>(as(user));
        settings.put("group.id", group);
        settings.put("enable.auto.commit", false);
        // A topic is read to its end at once; the next one shall not wait for more.
        settings.put("fetch.max.wait.ms", 10);
        settings.put("retry.backoff.ms", 10);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private static Map<String, Object> as(String user) {
        Path own = directory.resolve(user + ".pem");
        Path believed = directory.resolve("broker.crt");
        try {
            Files.writeString(
                    own,
                    certificates.get(user).keyPem() + certificates.get(user).certificatePem());
            Files.writeString(believed, listener.broker().certificatePem());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Map.of(
                "bootstrap.servers",
                "localhost:" + listener.port(),
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                own.toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                believed.toString());
    }
}
