package covenant.request.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.json.StrictJson;
import covenant.platform.masking.MaskingRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-5.1.2-2")
class ExportTest {
    private static final ObjectMapper JSON = StrictJson.newMapper();
    private static final String HOSTILE =
            "{\"basic.name\":[{\"name\":\"<script>alert(1)</script>\",\"note\":\"=1+1\"}],"
                    + "\"contacts.emergency\":[{\"name\":\"Zhao Example\",\"phone\":\"10000000002\"}]}";

    @Test
    void htmlShowsMarkupAsText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HtmlExport(JSON).write(content(), List.of(source(Map.of())), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>")
                .contains("Partner &quot;A&quot;")
                .contains("crm-2", "device.mac", "bank-1", "art. 34", "GRANTED");
    }

    @Test
    void jsonHoldsEverythingAndWhatIsSaidAboutIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonExport(JSON).write(content(), List.of(source(Map.of())), out);

        JsonNode json = JSON.readTree(out.toByteArray());
        assertThat(json.at("/data/0/holder").asText()).isEqualTo("crm-1");
        assertThat(json.at("/data/0/categories/basic.name/0/note").asText()).isEqualTo("=1+1");
        assertThat(json.at("/about/missing/0").asText()).isEqualTo("crm-2");
        assertThat(json.at("/about/recipients/0/at").asText()).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    @Tag("R-CAT-4")
    void valuesOfOtherPeopleAreMasked() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonExport(JSON).write(content(), List.of(source(Map.of("contacts.emergency", MaskingRule.FULL))), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("Zhao")
                .doesNotContain("10000000002")
                .contains("alert(1)");
    }

    @Test
    @Tag("R-GAP-5")
    void tablesOfAPortabilityPackage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            new CsvExport(JSON).write(List.of(source(Map.of())), zip);
        }

        Map<String, String> files = unzip(out.toByteArray());
        assertThat(files).containsOnlyKeys("csv/crm-1/basic.name.csv", "csv/crm-1/contacts.emergency.csv");
        assertThat(files.get("csv/crm-1/basic.name.csv"))
                .isEqualTo("\uFEFFname,note\r\n<script>alert(1)</script>,'=1+1\r\n");
    }

    /** A gigabyte needs the memory of one item: what was read and not written yet never exceeds a few buffers. */
    @Test
    void memoryIsFlatWhateverTheLength() throws IOException {
        long[] read = new long[1];
        long[] written = new long[1];
        long[] most = new long[1];
        int items = 200_000;
        PackageContent.Source endless =
                new PackageContent.Source("crm-1", "CRM", Map.of(), () -> new EndlessItems(items, read));
        java.io.OutputStream out = new java.io.OutputStream() {
            @Override
            public void write(int b) {
                written[0]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written[0] += length;
                most[0] = Math.max(most[0], read[0] - written[0]);
            }
        };

        new JsonExport(JSON).write(content(), List.of(endless), out);

        assertThat(read[0]).isGreaterThan(50_000_000L);
        assertThat(written[0]).isGreaterThan(read[0] - 100);
        assertThat(most[0]).isLessThan(256 * 1024);
    }

    /** {@code {category: [item, …]}} made while it is read. */
    private static final class EndlessItems extends java.io.InputStream {
        private static final byte[] ITEM =
                ("{\"name\":\"" + "x".repeat(250) + "\"}").getBytes(StandardCharsets.US_ASCII);
        private final long[] read;
        private int left;
        private byte[] piece = "{\"basic.name\":[".getBytes(StandardCharsets.US_ASCII);
        private int position;
        private boolean first = true;

        EndlessItems(int items, long[] read) {
            this.left = items;
            this.read = read;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == piece.length && !next()) {
                return -1;
            }
            int taken = Math.min(length, piece.length - position);
            System.arraycopy(piece, position, target, offset, taken);
            position += taken;
            read[0] += taken;
            return taken;
        }

        private boolean next() {
            if (left < 0) {
                return false;
            }
            if (left == 0) {
                piece = "]}".getBytes(StandardCharsets.US_ASCII);
            } else if (first) {
                piece = ITEM;
                first = false;
            } else {
                piece = ("," + new String(ITEM, StandardCharsets.US_ASCII)).getBytes(StandardCharsets.US_ASCII);
            }
            left--;
            position = 0;
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "=1+1|'=1+1",
                "+1|'+1",
                "-1|'-1",
                "@SUM(A1)|'@SUM(A1)",
                "＝1|'＝1",
                "`  =1`|`'  =1`",
                "a,b|\"a,b\"",
                "a\"b|\"a\"\"b\""
            })
    void aTextNeverBecomesAFormula(String text, String cell) {
        assertThat(CsvExport.cell(text)).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource({"../../etc/passwd, _.._.._etc_passwd", "a/b, a_b", "crm-1, crm-1", "..,_.."})
    void namesOfFilesLeaveNoDirectory(String name, String file) {
        assertThat(CsvExport.fileName(name)).doesNotContain("/").doesNotStartWith(".");
    }

    private static PackageContent.Source source(Map<String, MaskingRule> masks) {
        return new PackageContent.Source(
                "crm-1", "CRM <1>", masks, () -> new ByteArrayInputStream(HOSTILE.getBytes(StandardCharsets.UTF_8)));
    }

    private static PackageContent content() {
        return new PackageContent(
                UUID.randomUUID(),
                "ACCESS",
                "s-1",
                "Example Ltd.",
                "privacy@example.com",
                "dpo@example.com",
                Instant.parse("2026-11-24T00:00:00Z"),
                true,
                List.of(new PackageContent.CategoryEntry(
                        "basic.name",
                        "姓名",
                        "Name",
                        List.of("SERVICE_DELIVERY"),
                        List.of("crm-1"),
                        new PackageContent.Retention(null, "M1", null))),
                List.of(new PackageContent.Recipient(
                        "Partner \"A\"",
                        "EXPLICIT_CONSENT",
                        "SERVICE_DELIVERY",
                        List.of("basic.name"),
                        Instant.parse("2026-11-01T00:00:00Z"))),
                List.of(),
                List.of(new PackageContent.Consent("SERVICE_DELIVERY", "GRANTED", List.of("basic.name"))),
                List.of(new PackageContent.Restricted("risk.score", "风险评分", "law")),
                List.of(new PackageContent.Restricted("device.mac", "MAC", "held by none")),
                List.of(new PackageContent.Withheld("bank-1", List.of("financial.loan"), "law: art. 34")),
                List.of("crm-2"));
    }

    private static Map<String, String> unzip(byte[] bytes) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
