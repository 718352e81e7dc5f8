package covenant.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.LogDatabase;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.reading.Period;
import covenant.audit.reading.TimeIndex;
import covenant.audit.reading.TimeIndex.Run;
import covenant.platform.crypto.BlindIndex;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A month of long ago is found without reading what came since: two years, a hundred thousand entries, every thousandth a year late. */
@Tag("R-4.1.2-4")
class PeriodIT {

    private static final int ENTRIES = 100_000;
    private static final String FROM = "2024-03-01T00:00:00Z";
    private static final String TO = "2024-04-01T00:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Jdbi jdbi;
    private static EntryStore store;

    @BeforeAll
    static void twoYears() throws SQLException {
        LogDatabase database = LogDatabase.of("audit_periods");
        database.execute("""
                insert into entry select i, decode(repeat('00', 400), 'hex'), decode(repeat('00', 32), 'hex'), 'e-' || i, '/test',
                    case i %% 3 when 0 then 'Often' when 1 then 'Sometimes' else 'Else' end, 'test', 'SYSTEM:test', null, '', 'rest',
                    at - case when i %% 1000 = 0 then interval '365 days' else interval '0' end, at, at, '', ''
                from (select i, timestamptz '2024-01-01Z' + i * interval '10 minutes' as at
                    from generate_series(0, %d - 1) as i) as all_of_them""".formatted(ENTRIES));
        database.execute("select note_days(0, %d)".formatted(ENTRIES));
        database.execute("analyze");
        jdbi = database.jdbi();
        store = new EntryStore(
                jdbi, new TimeIndex(jdbi), new Pseudonyms(new BlindIndex((name, first) -> new byte[32])));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z, ",
        "2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z, Sometimes",
        "2024-03-10T23:59:59Z, 2024-03-11T00:00:00Z, ",
        ", 2024-01-03T12:00:00Z, ",
        "2025-11-01T00:00:00Z, , Often",
        "2023-02-01T00:00:00Z, 2023-03-01T00:00:00Z, ",
        "1999-01-01T00:00:00Z, 1999-02-01T00:00:00Z, "
    })
    void pagesGiveAllEntriesOfAPeriodInTheOrderOfTheLog(
            @Nullable String from, @Nullable String to, @Nullable String type) {
        List<Long> expected = jdbi.withHandle(handle -> handle.createQuery("""
                        select index from entry where occurred_at >= coalesce(cast(:from as timestamptz), '-infinity')
                            and occurred_at < coalesce(cast(:to as timestamptz), 'infinity')
                            and type = coalesce(:type, type) order by index""")
                .bind("from", from)
                .bind("to", to)
                .bind("type", type)
                .mapTo(Long.class)
                .list());

        assertThat(all(filter(from, to, type, "asc"))).isEqualTo(expected);
        assertThat(all(filter(from, to, type, "desc"))).isEqualTo(expected.reversed());
    }

    @ParameterizedTest
    @CsvSource({"asc, ", "desc, ", "asc, Sometimes", "desc, Sometimes"})
    void anOldMonthIsReadByIndexAndNothingElseIs(String order, @Nullable String type) throws Exception {
        EntryFilter filter = filter(FROM, TO, type, order);
        List<Run> runs = new TimeIndex(jdbi).runs(new Period(Instant.parse(FROM), Instant.parse(TO)));

        long read = 0;
        for (Run run : runs) {
            JsonNode plan = plan(filter, run);
            assertThat(plan.toString()).doesNotContain("Seq Scan").contains("Index Cond");
            read += rowsRead(plan);
        }

        long found = all(filter).size();
        assertThat(found).isGreaterThan(1_000);
        assertThat(read)
                .as(
                        "rows that were read for %d entries: those of the runs' first and last blocks, and of late ones",
                        found)
                .isLessThan(4_464 + 10 * TimeIndex.BLOCK);
    }

    @Test
    void thePlaceOfAPeriodIsFoundInARowForAThousandEntries() {
        long rows = jdbi.withHandle(handle -> handle.createQuery("select count(*) from entry_days")
                .mapTo(Long.class)
                .one());

        assertThat(rows).isEqualTo(ENTRIES / TimeIndex.BLOCK);
        assertThat(new TimeIndex(jdbi).runs(Period.ALL)).hasSize(1);
    }

    private static EntryFilter filter(@Nullable String from, @Nullable String to, @Nullable String type, String order) {
        return EntryFilter.of(null, type, null, null, null, from, to, order);
    }

    private static List<Long> all(EntryFilter filter) {
        List<Long> all = new ArrayList<>();
        @Nullable Long after = null;
        List<EntryRow> page;
        do {
            page = store.find(filter, after, 500);
            for (EntryRow row : page) {
                all.add(row.index());
                after = row.index();
            }
        } while (page.size() == 500);
        return all;
    }

    private static JsonNode plan(EntryFilter filter, Run run) throws Exception {
        EntryFilter.Conditions conditions =
                filter.conditions(new Pseudonyms(new BlindIndex((name, first) -> new byte[32])));
        String plan = jdbi.withHandle(
                handle -> handle.createQuery("explain (analyze, format json) " + EntryStore.sql(filter, conditions))
                        .bindMap(conditions.values())
                        .bind("first", run.from())
                        .bind("behind", run.to())
                        .bind("limit", ENTRIES)
                        .mapTo(String.class)
                        .one());
        return JSON.readTree(plan);
    }

    /** Of the scans: what they gave, and what they read for nothing. */
    private static long rowsRead(JsonNode node) {
        long read = 0;
        if (node.path("Node Type").asText().contains("Scan")) {
            long loops = node.path("Actual Loops").asLong(1);
            read += (node.path("Actual Rows").asLong()
                            + node.path("Rows Removed by Filter").asLong()
                            + node.path("Rows Removed by Index Recheck").asLong())
                    * loops;
        }
        for (JsonNode child : node) {
            read += child.isContainerNode() ? rowsRead(child) : 0;
        }
        return read;
    }
}
