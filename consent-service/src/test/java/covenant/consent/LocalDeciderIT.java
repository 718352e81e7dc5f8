package covenant.consent;

import static covenant.consent.Api.backend;
import static covenant.consent.Api.consents;
import static covenant.consent.Api.newSubject;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in docs/ is compiled, run on the real topic, and compared with the service. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class LocalDeciderIT {
    private static final long SEED = 20_260_506;
    private static final Catalogue CATALOGUE = CatalogueFile.read();

    @TempDir
    Path classes;

    private final Random random = new Random(SEED);
    private final List<String> purposes =
            CATALOGUE.purposes().stream().map(Purpose::code).toList();
    private final List<String> categories =
            CATALOGUE.categories().stream().map(Category::name).toList();

    private record Asked(String subjectId, String purpose, String category) {}

    @Test
    @Tag("R-PRE-4")
    void aCopyOfTheCompactedTopicDecidesAsTheServiceDoes() throws Exception {
        List<String> people = Stream.generate(Api::newSubject).limit(12).toList();
        try (KafkaTap kafka = new KafkaTap()) {
            for (int step = 0; step < 110; step++) {
                act(people.get(random.nextInt(people.size())), kafka);
            }
        }
        List<Asked> questions = questions(
                Stream.concat(people.stream(), Stream.of(newSubject())).toList());
        try (URLClassLoader example = compiled()) {
            Class<?> copyType = example.loadClass("StateCopy");
            Class<?> deciderType = example.loadClass("LocalDecider");
            Object copy = copyType.getConstructor(String.class).newInstance(SharedServers.bootstrapServers());
            Object decider = deciderType
                    .getConstructor(String.class, copyType, Clock.class)
                    .newInstance(RestAssured.baseURI + ":" + RestAssured.port, copy, clock());
            Method catchUp = copyType.getMethod("catchUp");
            Method permits = deciderType.getMethod("permits", String.class, String.class, String.class);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                catchUp.invoke(copy);
                assertThat(differences(questions, decider, permits))
                        .as("seed %d", SEED)
                        .isEmpty();
            });
            copyType.getMethod("close").invoke(copy);
        }
    }

    private static Clock clock() {
        Duration ahead = Duration.between(Clock.systemUTC().instant(), Api.now());
        return Clock.offset(Clock.systemUTC(), ahead);
    }

    private List<String> differences(List<Asked> questions, Object decider, Method permits) throws Exception {
        List<Map<String, String>> body = questions.stream()
                .map(q -> Map.of("subjectId", q.subjectId(), "purpose", q.purpose(), "category", q.category()))
                .toList();
        List<Map<String, Object>> answers = backend()
                .body(Map.of("decisions", body))
                .post("/v1/decisions/batch")
                .then()
                .statusCode(200)
                .extract()
                .path("decisions");
        List<String> differences = new ArrayList<>();
        int permitted = 0;
        for (int i = 0; i < questions.size(); i++) {
            Asked q = questions.get(i);
            boolean service = "PERMIT".equals(answers.get(i).get("decision"));
            boolean local = (boolean) permits.invoke(decider, q.subjectId(), q.purpose(), q.category());
            permitted += service ? 1 : 0;
            if (service != local) {
                differences.add(q + ": service " + answers.get(i).get("code") + ", copy " + local);
            }
        }
        assertThat(permitted).as("questions that are permitted").isGreaterThan(50);
        return differences;
    }

    /** Half of them about what the purpose may use at all, so that permits are not rare. */
    private List<Asked> questions(List<String> people) {
        List<Asked> questions = new ArrayList<>();
        while (questions.size() < 1_000) {
            String purpose = purposes.get(random.nextInt(purposes.size()));
            List<Category> fitting =
                    CATALOGUE.categoriesOf(CATALOGUE.purpose(purpose).orElseThrow());
            String category = random.nextBoolean() || fitting.isEmpty()
                    ? categories.get(random.nextInt(categories.size()))
                    : fitting.get(random.nextInt(fitting.size())).name();
            questions.add(new Asked(people.get(random.nextInt(people.size())), purpose, category));
        }
        return questions;
    }

    /** Whatever the service answers: refused acts are part of the life of a person. */
    private void act(String person, KafkaTap kafka) {
        String purpose = purposes.get(random.nextInt(purposes.size()));
        switch (random.nextInt(12)) {
            case 0 -> Api.withdraw(person, purpose);
            case 1 -> Api.post(consents(person, Api.decline(purpose)));
            case 2 -> kafka.publish(Topic.ACCOUNT, person, "AccountClosed", account(person));
            case 3 -> kafka.publish(Topic.ACCOUNT, person, "AccountReopened", account(person));
            case 4 -> birthDate(person, 10 + random.nextInt(20));
            case 5, 6, 7 -> separate(person, purpose);
            default -> Api.post(consents(person, Api.grant(purpose)));
        }
    }

    private static String account(String person) {
        return "{\"accountId\":\"a-" + person.substring(2) + "\"}";
    }

    private void separate(String person, String purpose) {
        List<Category> fitting =
                CATALOGUE.categoriesOf(CATALOGUE.purpose(purpose).orElseThrow());
        if (!fitting.isEmpty()) {
            Api.post(consents(
                    person,
                    Api.separate(
                            purpose, fitting.get(random.nextInt(fitting.size())).name())));
        }
    }

    private static void birthDate(String person, int age) {
        int year = Integer.parseInt(Api.now().toString().substring(0, 4)) - age;
        backend().body(Map.of("birthDate", year + "-01-01")).put("/v1/subjects/" + person + "/birth-date");
    }

    /** With a JDK's own compiler, against Kafka's client and a JSON parser only. */
    private URLClassLoader compiled() throws IOException {
        Path sources = Stream.of(Path.of("docs"), Path.of("../docs"))
                .map(docs -> docs.resolve("examples/local-decider/src"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        String classPath = Stream.of(
                        org.apache.kafka.clients.consumer.KafkaConsumer.class,
                        com.fasterxml.jackson.databind.ObjectMapper.class,
                        com.fasterxml.jackson.core.JsonParser.class,
                        com.fasterxml.jackson.annotation.JsonProperty.class)
                .map(LocalDeciderIT::jar)
                .collect(Collectors.joining(java.io.File.pathSeparator));
        Set<String> arguments = new LinkedHashSet<>(List.of("-d", classes.toString(), "-cp", classPath));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).forEach(arguments::add);
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("javac").isZero();
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, LocalDeciderIT.class.getClassLoader());
    }

    private static String jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String location = source == null ? "" : source.getLocation().toString();
        return location.replaceFirst("^jar:", "").replaceFirst("!/.*$", "").replaceFirst("^file:", "");
    }
}
