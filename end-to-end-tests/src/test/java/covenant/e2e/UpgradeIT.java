package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A database with data goes from an older schema to the newest: nothing is lost or changed, and the newest schema takes every row as a service of
 * the older one writes it, so that the two run side by side while replicas are replaced. The data is that of the story, played on this stack.
 */
class UpgradeIT {

    /** How many migrations back: so many may lie between two releases. */
    private static final int BACK = 3;

    /** Before the first release a migration of the consent-service took a column away (MigrationsTest lists it): from there on. */
    private static final Map<Service, String> NOT_BEFORE = Map.of(Service.CONSENT, "V24__");

    @TempDir
    private Path directory;

    private static SharedStack stack;

    @BeforeAll
    static void haveData() throws Exception {
        stack = SharedStack.get();
        if (Rows.of(stack.storage(), Service.RETENTION).get("retention_case") == 0) {
            Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {}))
                    .play(8);
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void dataOfAnOlderSchemaIsThereAfterTheUpgradeAndTheOlderServiceCanStillWrite(Service service) throws Exception {
        String owner = service == Service.AUDIT ? "audit_owner" : service.database();
        try (SchemaCopy copy = new SchemaCopy(stack.storage(), service, owner)) {
            List<Path> scriptsOfTheOlder = older(service);
            String older = migrate(copy, service, owner, scriptsOfTheOlder);
            Map<String, List<String>> columns = copy.columns();
            Map<String, List<String>> written = copy.write(copy.rowsOfTheOriginal(), columns);
            assertThat(written.values().stream().mapToInt(List::size).sum())
                    .as("rows that the schema of " + older + " takes")
                    .isGreaterThan(20);
            Map<String, List<String>> before = copy.read(columns);

            String newest = migrate(copy, service, owner, locations(service));

            assertThat(newest).isNotEqualTo(older);
            // A migration may bring rows of its own, such as templates; none goes, and none changes.
            Map<String, List<String>> after = copy.read(columns);
            before.forEach(
                    (table, rows) -> assertThat(after.get(table)).as(table).containsAll(rows));
            assertThatCode(() -> migrate(copy, service, owner, scriptsOfTheOlder))
                    .as("the older service starts again on the newest schema")
                    .doesNotThrowAnyException();
            copy.empty();
            assertThat(copy.write(written, columns)).isEqualTo(written);
            Figures.print(
                    "%s: %d rows in %d tables went from schema %s to %s",
                    service.module(),
                    written.values().stream().mapToInt(List::size).sum(),
                    written.values().stream().filter(rows -> !rows.isEmpty()).count(),
                    older,
                    newest);
        }
    }

    private static String migrate(SchemaCopy copy, Service service, String owner, List<Path> locations)
            throws SQLException, IOException {
        Flyway flyway = Flyway.configure()
                .dataSource(copy.url(), owner, stack.keys().password(owner))
                .locations(locations.stream().map(path -> "filesystem:" + path).toArray(String[]::new))
                .placeholders(Map.of("serviceRole", service.database()))
                .outOfOrder(true)
                .ignoreMigrationPatterns(settings("platform/src/main/resources/META-INF/microprofile-config.properties")
                        .getProperty("quarkus.flyway.ignore-migration-patterns", "")
                        .split(","))
                .load();
        flyway.migrate();
        return Stream.of(flyway.info().applied())
                .map(MigrationInfo::getScript)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The migrations without the last ones of the service and the last one of the platform; without what is run after each, which knows the newest only. */
    private List<Path> older(Service service) throws IOException {
        List<Path> older = new ArrayList<>();
        for (Path location : locations(service)) {
            List<Path> scripts = versions(location);
            int left = location.endsWith("migration") ? scripts.size() - BACK : scripts.size() - 1;
            Path copy = Files.createDirectories(directory.resolve(location.getFileName()));
            for (Path script : scripts.subList(0, Math.max(1, left))) {
                Files.copy(script, copy.resolve(script.getFileName()));
            }
            String notBefore = NOT_BEFORE.get(service);
            for (Path script : scripts.subList(Math.max(1, left), scripts.size())) {
                if (notBefore != null
                        && location.endsWith("migration")
                        && number(script).compareTo(number(Path.of(notBefore))) <= 0) {
                    Files.copy(script, copy.resolve(script.getFileName()));
                }
            }
            older.add(copy);
        }
        return older;
    }

    private static List<Path> versions(Path location) throws IOException {
        try (Stream<Path> files = Files.list(location)) {
            return files.filter(file -> file.getFileName().toString().startsWith("V"))
                    .sorted(Comparator.comparing(UpgradeIT::number))
                    .toList();
        }
    }

    private static MigrationVersion number(Path script) {
        return MigrationVersion.fromVersion(script.getFileName().toString().replaceFirst("^V(.+?)__.*$", "$1"));
    }

    /** Where the service's Flyway looks, by its own settings. */
    private static List<Path> locations(Service service) throws IOException {
        Path home = Installation.find().home();
        Properties settings = settings(service.module() + "/src/main/resources/application.properties");
        return Stream.of(settings.getProperty("quarkus.flyway.locations", "db/platform,db/migration")
                        .split(","))
                .flatMap(location -> Stream.of("platform", service.module())
                        .map(module -> home.resolve(module + "/src/main/resources/" + location)))
                .filter(Files::isDirectory)
                .toList();
    }

    private static Properties settings(String file) throws IOException {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(Installation.find().home().resolve(file))) {
            settings.load(in);
        }
        return settings;
    }
}
