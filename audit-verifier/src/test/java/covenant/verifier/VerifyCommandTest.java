package covenant.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-4.1.2-4")
@Tag("AC-85")
class VerifyCommandTest {

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private record Outcome(int code, String text) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 700, 66_000})
    void anUntouchedLogIsGood(int size) throws IOException {
        TestLog log = new TestLog(size);
        log.write(folder);

        Outcome outcome = verify(folder.toString(), "--key", log.key());

        assertThat(outcome.text())
                .contains(
                        "ok: " + String.format(Locale.ROOT, "%,d", size) + " entries, root " + rootInCheckpoint() + ",",
                        "signed by audit.example.org");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.GOOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 417, 699})
    void aChangedEntryIsNamed(int entry) throws IOException {
        TestLog log = new TestLog(700);
        log.write(folder);
        flipInEntry(log, entry);

        Outcome outcome = verify(folder.toString());

        assertThat(outcome.text()).contains("BAD: entry " + entry + ": leaf does not hash to its tile");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void aThousandFlippedBitsAreAllFoundAndTheEntryNamed() throws IOException {
        TestLog log = new TestLog(600);
        log.write(folder);
        Random random = new Random(20261124);
        List<Path> files = files("");
        for (int round = 0; round < 1_000; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);

            Outcome outcome = verify(folder.toString(), "--key", log.key());
            assertThat(outcome.code())
                    .as("%s byte %d", folder.relativize(file), at)
                    .isEqualTo(file.endsWith("log/key") ? VerifyCommand.GOOD : VerifyCommand.BAD);
            Path path = folder.relativize(file);
            if (path.startsWith("tile/0")) {
                assertThat(outcome.text())
                        .contains("BAD: entry " + (tileOf(path) * 256 + at / 32) + ": leaf does not hash");
            } else if (path.startsWith("tile/entries")) {
                assertThat(outcome.text()).as("%s byte %d", path, at).contains("BAD: entry ");
            }
            Files.write(file, good);
        }
    }

    /** Third line, base64: so that it can be compared with what others print. */
    private String rootInCheckpoint() throws IOException {
        return Files.readAllLines(folder.resolve("checkpoint")).get(2);
    }

    private static int tileOf(Path path) {
        return Integer.parseInt(path.getName(2).toString().substring(0, 3));
    }

    @Test
    void everyMissingFileIsFound() throws IOException {
        TestLog log = new TestLog(600);
        log.write(folder);
        for (Path file : files("")) {
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);

            assertThat(verify(folder.toString(), "--key", log.key()).code())
                    .as("%s", folder.relativize(file))
                    .isEqualTo(file.endsWith("log/key") ? VerifyCommand.GOOD : VerifyCommand.BAD);
            Files.write(file, good);
        }
    }

    @Test
    void aTreeRecomputedBehindAnotherKeyIsRefused() {
        TestLog log = new TestLog(10);
        new TestLog(10).write(folder);

        Outcome outcome = verify(folder.toString(), "--key", log.key());

        assertThat(outcome.text()).startsWith("BAD: checkpoint: not signed by");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void aLogThatOnlyGrewIsGoodAgain() {
        TestLog log = new TestLog(300);
        log.write(folder);
        String state = elsewhere.resolve("state").toString();
        assertThat(verify(folder.toString(), "--state", state).code()).isEqualTo(VerifyCommand.GOOD);

        for (int more : new int[] {0, 1, 211, 1, 600}) {
            log.grow(more);
            log.write(folder);
            assertThat(verify(folder.toString(), "--state", state).code()).isEqualTo(VerifyCommand.GOOD);
        }
    }

    @Test
    void aRollbackIsNoticed() {
        TestLog log = new TestLog(300);
        log.write(folder);
        String state = elsewhere.resolve("state").toString();
        verify(folder.toString(), "--state", state);
        log.leaves.subList(299, 300).clear();
        log.write(folder);

        Outcome outcome = verify(folder.toString(), "--state", state);

        assertThat(outcome.text())
                .contains("BAD: entry 299: the log was rolled back: 300 entries were seen before, 299 are left");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
        assertThat(verify(folder.toString(), "--state", state).code())
                .as("bad heads are not remembered")
                .isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void aForkIsNoticedEvenIfItIsSignedAndConsistentInItself() {
        TestLog log = new TestLog(300);
        log.write(folder);
        String state = elsewhere.resolve("state").toString();
        verify(folder.toString(), "--state", state);
        log.leaves.set(7, "{}".getBytes(StandardCharsets.UTF_8));
        log.grow(10);
        log.write(folder);

        Outcome outcome = verify(folder.toString(), "--state", state);

        assertThat(outcome.text()).contains("BAD: the log was forked: its first 300 entries are not those seen before");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void columnsAndDetailsAreComparedWithTheLeaves() throws IOException {
        TestLog log = new TestLog(300);
        log.write(folder);

        assertThat(overHttp(log, log.lines).text()).contains("ok: 300 entries");
        assertThat(changed(log, 42, "\"type\":\"Tested\"", "\"type\":\"Teased\""))
                .contains("BAD: entry 42: column type");
        assertThat(changed(log, 43, "\"subjectId\":\"s-43\"", "\"subjectId\":\"s-44\""))
                .contains("BAD: entry 43: column subjectId");
        assertThat(changed(log, 44, "\"subject\":\"p-44\"", "\"subject\":\"p-45\""))
                .contains("BAD: entry 44: column subject ");
        assertThat(changed(log, 45, "\"details\":{\"n\":45}", "\"details\":{\"n\":46}"))
                .contains("BAD: entry 45: details shown");
        assertThat(changed(log, 46, "{\\\"n\\\":46}", "{\\\"n\\\":47}"))
                .contains("BAD: entry 46: details are not what the leaf commits to");
        assertThat(changed(log, 47, "\"salt\":\"0", "\"salt\":\"1"))
                .contains("BAD: entry 47: details are not what the leaf commits to");
        assertThat(changed(log, 48, "\"actor\":\"SYSTEM:test\",\"details\"", "\"actor\":\"SYSTEM:x\",\"details\""))
                .contains("BAD: entry 48: column actor");
        assertThat(changed(log, 49, "\"opening\"", "\"closed\"")).contains("BAD: entry 49: details cannot be opened");
    }

    @Test
    void anErasedPersonBreaksNothing() throws IOException {
        TestLog log = new TestLog(300);
        log.write(folder);
        List<String> lines = new ArrayList<>(log.lines);
        lines.set(
                7,
                "{\"index\":7,\"type\":\"Tested\",\"eventId\":\"e-7\",\"subject\":\"p-7\",\"subjectId\":null,"
                        + "\"actor\":\"SYSTEM:test\",\"details\":null,\"detailsState\":\"ERASED\"}");

        assertThat(overHttp(log, lines).text()).contains("ok: 300 entries");
    }

    @Test
    void anEntryThatQueriesHideOrInventIsNamed() throws IOException {
        TestLog log = new TestLog(300);
        log.write(folder);
        List<String> hidden = new ArrayList<>(log.lines);
        hidden.remove(260);

        assertThat(overHttp(log, hidden).text()).contains("BAD: entry 260: is not shown by queries, which show 261");
        assertThat(overHttp(log, log.lines.subList(0, 299)).text())
                .contains("BAD: entry 299: is in the tree but not in the entries");
    }

    @Test
    void whatCannotBeCheckedIsNeitherGoodNorBad() throws IOException {
        Files.writeString(elsewhere.resolve("state"), "nonsense");

        assertThat(verify("--url", "http://127.0.0.1:1").code()).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(verify("--key").code()).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(verify("--nonsense").code()).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(verify(folder.toString(), "--key", "a+b+c").code()).isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(verify(
                                folder.toString(),
                                "--state",
                                elsewhere.resolve("state").toString())
                        .code())
                .isEqualTo(VerifyCommand.UNKNOWN);
        assertThat(verify("--url", "not a url").code()).isEqualTo(VerifyCommand.UNKNOWN);
    }

    private String changed(TestLog log, int entry, String was, String is) throws IOException {
        List<String> lines = new ArrayList<>(log.lines);
        assertThat(lines.get(entry)).contains(was);
        lines.set(entry, lines.get(entry).replace(was, is));
        return overHttp(log, lines).text();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 600})
    void ofARemovedMonthTheHashesAreCheckedUpToItsSignedRootAndTheAnswerNamesIt(int end) throws IOException {
        TestLog log = new TestLog(700);
        log.write(folder);
        log.remove(folder, end);

        Outcome outcome = overHttp(log, log.lines.subList(end, 700));

        assertThat(outcome.text())
                .contains(
                        "ok: 700 entries",
                        "note: 2014-05 removed by retention: " + end
                                + " entries checked by their hashes and the signed roots only");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.GOOD);
    }

    @Test
    void aHashOfARemovedMonthThatWasChangedIsFound() throws IOException {
        TestLog log = new TestLog(700);
        log.write(folder);
        log.remove(folder, 600);
        Path tile = folder.resolve(Tiles.hashes(0, 1, 256));
        byte[] bytes = Files.readAllBytes(tile);
        bytes[40] ^= 1;
        Files.write(tile, bytes);

        Outcome outcome = verify(folder.toString(), "--key", log.key());

        assertThat(outcome.text()).contains("BAD: entry 256: tile/1/000.p/2 hash 1");
        assertThat(outcome.text()).contains("removed month 2014-05 do not lead to the root that was signed");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
    }

    @Test
    void aMonthThatTheLogDidNotCloseCannotBeCalledRemoved() throws IOException {
        TestLog log = new TestLog(700);
        log.write(folder);
        log.remove(folder, 600, new TestLog(700).checkpoint(600));

        assertThat(verify(folder.toString(), "--key", log.key()).text()).contains("BAD: checkpoint: not signed by");

        log.write(folder);
        log.remove(folder, 600, log.checkpoint(599));

        assertThat(verify(folder.toString(), "--key", log.key()).text())
                .contains("BAD: log/removed: 2014-05 is not what the log signed at its end");
    }

    @Test
    void entriesThatAreMissingWithoutARemovedMonthAreFound() throws IOException {
        TestLog log = new TestLog(700);
        log.write(folder);
        log.remove(folder, 512);
        Files.delete(folder.resolve("log/removed"));

        Outcome outcome = verify(folder.toString(), "--key", log.key());

        assertThat(outcome.text()).contains("BAD: entry 0: bundle tile/entries/000 is missing");
        assertThat(outcome.code()).isEqualTo(VerifyCommand.BAD);
    }

    private Outcome overHttp(TestLog log, List<String> lines) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring(1);
            Path file = folder.resolve(path);
            boolean entries = path.equals("v1/entries")
                    && "Bearer auditor".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = entries
                    ? String.join("\n", lines).getBytes(StandardCharsets.UTF_8)
                    : Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            return verify("--url", url, "--token", "auditor", "--key", log.key());
        } finally {
            server.stop(0);
        }
    }

    private void flipInEntry(TestLog log, int entry) throws IOException {
        int tile = entry / 256;
        Path bundle = folder.resolve(Tiles.entries(tile, Tiles.width(tile, log.leaves.size())));
        byte[] bytes = Files.readAllBytes(bundle);
        int at = 2;
        for (int i = tile * 256; i < entry; i++) {
            at += 2 + log.leaves.get(i).length;
        }
        bytes[at] ^= 1;
        Files.write(bundle, bytes);
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Outcome verify(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(args, new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8));
    }
}
