package covenant.audit;

import static covenant.audit.AuditLog.awaitEntries;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import covenant.verifier.VerifyCommand;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
class EvidenceIT {

    private static KafkaTap tap;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    void theFileVerifiesOfflineAndHoldsEveryEntry() throws IOException {
        String subject = subjectWith(5);
        Map<String, byte[]> parts = evidence(subject);

        assertThat(parts.keySet())
                .filteredOn(name -> name.startsWith("entries/"))
                .hasSize(5);
        assertThat(parts).containsKeys("README.txt", "log.key", "checkpoint", "manifest.note");
        assertThat(text(parts, firstEntry(parts))).contains(subject);
        assertThat(verify(parts, "--key", key())).startsWith("ok: evidence of 5 entries");
    }

    @Test
    void everyDamageIsNamed() throws IOException {
        Map<String, byte[]> good = evidence(subjectWith(3));
        Map<String, byte[]> other = evidence(subjectWith(3));
        String entry = firstEntry(good);
        String index = entry.replaceAll("\\D", "");
        String proof = "proofs/" + index + ".tlog-proof";
        String otherProof = "proofs/" + firstEntry(other).replaceAll("\\D", "") + ".tlog-proof";

        assertThat(damaged(good, parts -> parts.remove(entry)))
                .contains("BAD: entry " + index + ": is missing or damaged");
        assertThat(damaged(good, parts -> parts.remove(proof)))
                .contains("BAD: entry " + index + ": proof does not show");
        assertThat(damaged(good, parts -> parts.put(proof, other.get(otherProof))))
                .contains("BAD: entry " + index + ": proof does not show");
        assertThat(damaged(good, parts -> replace(parts, entry, "ConsentGranted", "ConsentDeclined")))
                .contains("BAD: entry " + index + ": leaf is not the one that was logged");
        assertThat(damaged(good, parts -> replace(parts, entry, "{\\\"n\\\":0}", "{\\\"n\\\":7}")))
                .contains("BAD: entry " + index + ": details are not what the leaf commits to");
        assertThat(damaged(good, parts -> replace(parts, "manifest.note", "entry " + index, "entry 0")))
                .contains("BAD: manifest: not signed by");
        assertThat(damaged(good, parts -> replace(parts, "checkpoint", "audit\n", "audit\n1")))
                .contains("BAD: checkpoint: not signed by");
        assertThat(damaged(good, parts -> parts.put("entries/99999.json", other.get(firstEntry(other)))))
                .contains("BAD: entries/99999.json is not part of the evidence");
        assertThat(damaged(good, parts -> parts.put("manifest.note", other.get("manifest.note"))))
                .contains("BAD: ");
        assertThat(damaged(good, parts -> parts.put("manifest.note", parts.get("checkpoint"))))
                .contains("BAD: manifest: not a manifest");
        assertThat(verify(good)).contains("ok: evidence of 3 entries");
    }

    @Test
    @Tag("R-4.1.2-5")
    void evidenceOnAnErasedPersonStillProvesWhatHappened() throws IOException {
        String subject = subjectWith(2);
        tap.publish(Topic.RETENTION, subject, "SubjectErased", "{\"subjectId\":\"" + subject + "\"}");
        awaitEntries(subject, 3);
        Map<String, byte[]> parts = evidence(subject);

        assertThat(verify(parts, "--key", key())).startsWith("ok: evidence of 3 entries");
        assertThat(parts.keySet()).noneMatch(name -> text(parts, name).contains(subject));
    }

    @Test
    void onlyAnAuditorWithSecondFactorGetsIt() {
        String path = "/v1/subjects/s-1/evidence";
        given().get(path).then().statusCode(401);
        given().auth().oauth2(Tokens.auditor()).get(path).then().statusCode(401).body("code", equalTo("MFA_REQUIRED"));
        for (String token : List.of(
                Tokens.dpoMfa(), Tokens.opsMfa(), Tokens.backend(), Tokens.operatorMfa(), Tokens.subject("s-1"))) {
            given().auth().oauth2(token).get(path).then().statusCode(403);
        }
        given().auth()
                .oauth2(Tokens.auditorMfa())
                .get("/v1/subjects/13800138000/evidence")
                .then()
                .statusCode(404);
    }

    private static String subjectWith(int events) {
        String subject = "e." + UUID.randomUUID();
        for (int i = 0; i < events; i++) {
            tap.publish(Topic.CONSENT, subject, "ConsentGranted", "{\"n\":" + i + "}");
        }
        awaitEntries(subject, events);
        return subject;
    }

    private static Map<String, byte[]> evidence(String subject) throws IOException {
        byte[] zip = given().auth()
                .oauth2(Tokens.auditorMfa())
                .get("/v1/subjects/" + subject + "/evidence")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry part = in.getNextEntry(); part != null; part = in.getNextEntry()) {
                parts.put(part.getName(), in.readAllBytes());
            }
        }
        return parts;
    }

    private String damaged(Map<String, byte[]> good, Consumer<Map<String, byte[]>> damage) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>(good);
        damage.accept(parts);
        return verify(parts, "--key", key());
    }

    private String verify(Map<String, byte[]> parts, String... more) throws IOException {
        Path file = folder.resolve("evidence.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        String[] args =
                Stream.concat(Stream.of(file.toString()), Arrays.stream(more)).toArray(String[]::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(code).isEqualTo(text.contains("BAD: ") ? VerifyCommand.BAD : VerifyCommand.GOOD);
        return text;
    }

    private static String key() {
        return given().get("/log/key").asString().strip();
    }

    private static String firstEntry(Map<String, byte[]> parts) {
        return parts.keySet().stream()
                .filter(name -> name.startsWith("entries/"))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Map<String, byte[]> parts, String name) {
        return new String(parts.get(name), StandardCharsets.UTF_8);
    }

    private static void replace(Map<String, byte[]> parts, String name, String was, String is) {
        assertThat(text(parts, name)).contains(was);
        parts.put(name, text(parts, name).replace(was, is).getBytes(StandardCharsets.UTF_8));
    }
}
