package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schema changes only ever add: while replicas are replaced, the release before reads and writes the schema of the new one (docs/runbooks/upgrading.md).
 * {@code UpgradeIT} of the end-to-end tests does it with data.
 */
class MigrationsTest {

    /** Changed in place when there was no release yet that could have run beside it. Nothing may be added here after the first. */
    private static final Set<String> BEFORE_THE_FIRST_RELEASE = Set.of(
            "consent-service/V5__cookie_registration.sql",
            "consent-service/V24__account_instants.sql",
            "notification-service/V8__incident_clocks.sql");

    private static final Pattern NAME = Pattern.compile("V(\\d+(?:_\\d+)?)__[a-z0-9_]+\\.sql");
    private static final Pattern CREATED = Pattern.compile("create (?:unlogged )?table (?:if not exists )?(\\w+)");
    private static final Pattern ALTERED = Pattern.compile("^alter table (?:if exists )?(?:only )?(\\w+) (.*)$");
    private static final Map<String, Pattern> BREAKING = Map.of(
            "takes a table away", Pattern.compile("^drop table (?:if exists )?(\\w+).*"),
            "takes a column away", Pattern.compile("drop column .*"),
            "renames a table or a column", Pattern.compile("rename (?!constraint ).*"),
            "refuses null where it was allowed", Pattern.compile("alter (?:column )?\\w+ set not null.*"),
            "takes a default away", Pattern.compile("alter (?:column )?\\w+ drop default.*"),
            "changes a column's type", Pattern.compile("alter (?:column )?\\w+ (?:set data )?type .*"),
            "adds a column that the release before leaves null",
                    Pattern.compile(
                            "add (?:column )?(?:if not exists )?(?!constraint|primary|unique|check|foreign)\\w+ (?!.*(default|generated)).*not null.*"));

    static Stream<Path> migrations() {
        List<String> modules = new ArrayList<>(Repository.SERVICES);
        modules.add("platform");
        return modules.stream()
                .flatMap(module -> Stream.of("platform", "holder", "migration")
                        .map(folder -> Repository.path(module + "/src/main/resources/db/" + folder)))
                .filter(folder -> folder.toFile().isDirectory())
                .flatMap(folder -> Stream.of(folder.toFile().listFiles()).map(file -> file.toPath()))
                .filter(file -> file.toString().endsWith(".sql") && !file.endsWith("afterMigrate.sql"));
    }

    @ParameterizedTest
    @MethodSource("migrations")
    void theReleaseBeforeCanRunBesideIt(Path migration) {
        String name = module(migration) + "/" + migration.getFileName();
        if (BEFORE_THE_FIRST_RELEASE.contains(name)) {
            assertThat(breaking(Repository.text(migration)))
                    .as("no reason to list it")
                    .isNotEmpty();
        } else {
            assertThat(breaking(Repository.text(migration))).as(name).isEmpty();
        }
    }

    @Test
    void everyNumberIsGivenOnceAndNothingLeadsBack() {
        Set<String> seen = new HashSet<>();
        migrations().forEach(migration -> {
            Matcher name = NAME.matcher(migration.getFileName().toString());
            assertThat(name.matches())
                    .as("V<number>__<words>.sql: " + migration)
                    .isTrue();
            assertThat(seen.add(module(migration) + " " + name.group(1)))
                    .as("twice: " + migration)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alter table a drop column b                                        | takes a column away
            drop table a                                                       | takes a table away
            alter table a rename column b to c                                 | renames a table or a column
            alter table a rename to c                                          | renames a table or a column
            alter table a add column b int not null                            | adds a column that the release before leaves null
            alter table a add b text, add column c bigint not null             | adds a column that the release before leaves null
            alter table a alter column b set not null                          | refuses null where it was allowed
            alter table a alter b type text                                    | changes a column's type
            alter table a alter column b drop default                          | takes a default away
            alter table a add column b int not null default 0                  |
            alter table a add column b varchar(16)[] not null default '{x,y}'  |
            alter table a add b int                                            |
            create table a (b int not null)                                    |
            create table a (b int); alter table a alter column b set not null  |
            alter table a rename constraint b to c                             |
            """)
    void whatBreaksTheReleaseBeforeIsSeen(String sql, String reason) {
        assertThat(breaking(sql)).hasSize(reason == null ? 0 : 1);
        assertThat(String.join(";", breaking(sql))).startsWith(reason == null ? "" : reason);
    }

    /** Each statement of the script that changes a table which the release before knows. */
    private static List<String> breaking(String script) {
        String sql = script.replaceAll("--[^\\n]*", "").replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        Set<String> created = new HashSet<>();
        Matcher create = CREATED.matcher(sql);
        while (create.find()) {
            created.add(create.group(1));
        }
        List<String> found = new ArrayList<>();
        for (String statement : sql.split(";")) {
            Matcher alter = ALTERED.matcher(statement.strip());
            if (alter.matches() && !created.contains(alter.group(1))) {
                for (String action : alter.group(2).split(",(?![^(]*\\))(?![^']*'[^']*(?:'[^']*'[^']*)*$)")) {
                    found.addAll(reasons(action.strip()));
                }
            } else if (!alter.matches()) {
                found.addAll(reasons(statement.strip()));
            }
        }
        return found;
    }

    private static List<String> reasons(String action) {
        return BREAKING.entrySet().stream()
                .filter(pattern -> pattern.getValue().matcher(action).matches())
                .map(pattern -> pattern.getKey() + ": " + action)
                .toList();
    }

    private static String module(Path migration) {
        return Repository.path("").relativize(migration).getName(0).toString();
    }
}
