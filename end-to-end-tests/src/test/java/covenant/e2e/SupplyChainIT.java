package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the built services are made of, whether it is told, and whether it can be made again. Needs no running stack. */
class SupplyChainIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Quarkus adds it by itself where Flyway and PostgreSQL meet: no pom names it, so no bill of materials does. */
    private static final String ADDED_BY_QUARKUS = "io.quarkus:quarkus-flyway-postgresql";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Service.class)
    void theBillOfMaterialsNamesEveryLibraryThatIsShippedWithItsHash(Service service) throws Exception {
        Path file = Installation.find().home().resolve(service.module()).resolve("target/bom.json");
        assertThat(file).as("made by a build that is online").exists();
        JsonNode bom = JSON.readTree(file.toFile());
        assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("covenant-" + service.module());
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bom.path("components")) {
            named.add(component.path("group").asText() + ":"
                    + component.path("name").asText() + ":"
                    + component.path("version").asText());
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(component.path("hashes").findValuesAsText("alg"))
                    .as(component.path("name").asText())
                    .contains("SHA-256");
        }
        assertThat(named).hasSizeGreaterThan(100);
        assertThat(Library.shippedBy(service))
                .filteredOn(library -> !library.name().equals(ADDED_BY_QUARKUS))
                .allSatisfy(library -> assertThat(named).contains(library.toString()));
    }

    /** Time and order are what makes two builds of the same sources differ; {@code .ci/reproducible} builds twice and compares every byte. */
    @ParameterizedTest
    @EnumSource(Service.class)
    void nothingInAJarTellsWhenOrWhereItWasBuilt(Service service) throws Exception {
        Path home = Installation.find().home();
        Matcher said = Pattern.compile("<project.build.outputTimestamp>([^<]+)<")
                .matcher(Files.readString(home.resolve("pom.xml")));
        assertThat(said.find()).isTrue();
        OffsetDateTime time = OffsetDateTime.parse(said.group(1));
        try (Stream<Path> jars = Files.walk(Installation.find().jar(service).getParent())) {
            List<Path> own = jars.filter(jar -> jar.toString().endsWith(".jar"))
                    .filter(jar -> !jar.toString().contains("/lib/")
                            || jar.getFileName().toString().startsWith("dev.covenant."))
                    .toList();
            assertThat(own).hasSizeGreaterThanOrEqualTo(6);
            for (Path jar : own) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    assertThat(zip.stream()).as(jar.toString()).isNotEmpty().allMatch(entry -> isOf(entry, time));
                    ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
                    if (manifest != null) {
                        assertThat(zip.getInputStream(manifest))
                                .as(jar.toString())
                                .asString(StandardCharsets.UTF_8)
                                .doesNotContain("Built-By", "Build-Time", "Build-Date", home.toString());
                    }
                }
            }
        }
    }

    /** A jar keeps a time with its zone, or without. */
    private static boolean isOf(ZipEntry entry, OffsetDateTime time) {
        return entry.getLastModifiedTime().toInstant().equals(time.toInstant())
                || entry.getTimeLocal().equals(time.toLocalDateTime());
    }

    @Test
    void whatIsShippedHasNoKnownCriticalHole() throws Exception {
        String data = System.getenv("COVENANT_OSV");
        assumeTrue(data != null, "COVENANT_OSV names no file of OSV's advisories (Maven's all.zip)");
        for (Service service : Service.values()) {
            assertThat(KnownHoles.critical(Path.of(data), Library.shippedBy(service)))
                    .as(service.module())
                    .isEmpty();
        }
    }

    @Test
    void aCriticalHoleOfAShippedLibraryIsFoundAndWhatIsFixedOrLesserOrWithdrawnIsNot() throws Exception {
        Set<Library> shipped = Library.shippedBy(Service.AUDIT);
        Library netty = shipped.stream()
                .filter(library -> library.name().equals("io.netty:netty-handler"))
                .findFirst()
                .orElseThrow();
        advisory("X-1", netty.name(), "CRITICAL", "0", "999.0.0", "");
        advisory("X-2", netty.name(), "HIGH", "0", "999.0.0", "");
        advisory("X-3", netty.name(), "CRITICAL", "0", netty.version(), "");
        advisory("X-4", netty.name(), "CRITICAL", "999.0.0", "999.0.1", "");
        advisory("X-5", "org.example:not-shipped", "CRITICAL", "0", "999.0.0", "");
        advisory("X-6", netty.name(), "CRITICAL", "0", "999.0.0", "\"withdrawn\": \"2026-01-01T00:00:00Z\",");

        assertThat(KnownHoles.critical(directory, shipped)).containsExactly("X-1 " + netty);
    }

    @ParameterizedTest
    @CsvSource({
        "1.9.9, false",
        "2.0.0-rc1, false",
        "2.0.0, true",
        "2.4.10, true",
        "2.5.0.Final, false",
        "2.6.0, false",
        "3.0.0, true",
        "3.1.0, true",
        "3.1.1, false"
    })
    void versionsAreComparedAsMavenDoes(String version, boolean affected) throws Exception {
        Files.writeString(directory.resolve("Y-1.json"), """
                {"id": "Y-1", "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                 "affected": [{"package": {"ecosystem": "Maven", "name": "org.example:it"}, "ranges": [{"type": "ECOSYSTEM", "events":
                 [{"introduced": "2.0.0"}, {"fixed": "2.5.0"}, {"introduced": "3.0.0"}, {"last_affected": "3.1.0"}]}]}]}""");

        assertThat(KnownHoles.critical(directory, Set.of(new Library("org.example:it", version))))
                .hasSize(affected ? 1 : 0);
    }

    @Test
    void dataThatHoldsNothingPassesForNoProof() throws Exception {
        Files.writeString(directory.resolve("npm.json"), """
                {"id": "Z-1", "affected": [{"package": {"ecosystem": "npm", "name": "it"}}]}""");

        assertThatThrownBy(() -> KnownHoles.critical(directory, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No advisory");
    }

    /** The examples of FIRST's calculator. */
    @ParameterizedTest
    @CsvSource({
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H, 10.0",
        "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, 8.8",
        "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H, 9.9",
        "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H, 8.1",
        "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H, 7.8",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, 0.0",
        "no vector, 10.0"
    })
    void severityIsCvssBaseScore(String vector, double score) {
        assertThat(Cvss.baseScore(vector)).isEqualTo(score);
    }

    private void advisory(String id, String name, String severity, String introduced, String fixed, String more)
            throws Exception {
        Files.writeString(directory.resolve(id + ".json"), """
                {"id": "%s", %s "database_specific": {"severity": "%s"}, "affected": [{"package": {"ecosystem": "Maven", "name": "%s"},
                 "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%s"}, {"fixed": "%s"}]}]}]}""".formatted(id, more, severity, name, introduced, fixed));
    }
}
