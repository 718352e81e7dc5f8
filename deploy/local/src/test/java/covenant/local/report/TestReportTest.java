package covenant.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {

    @TempDir
    Path repository;

    @Test
    void reportCountsNamesAndClosesWithThePlainLine() throws IOException {
        report("one", "a.GoodTest", 3, 0, 1, "");
        report(
                "deploy/two",
                "b.BadTest",
                2,
                1,
                0,
                "<testcase classname=\"b.BadTest\" name=\"breaks\"><failure>expected 1 but was 2\n\tat b.BadTest</failure></testcase>");
        source("one", "a/GoodTest.java", "@Tag(\"R-4.2.2-1\") @Tag(\"AC-21\") @Tag(\"slow\")");

        String text = print();

        assertThat(text)
                .contains(
                        "one",
                        "deploy/two",
                        "AC-21 R-4.2.2-1",
                        "2 requirement ids exercised",
                        "b.BadTest.breaks\n      expected 1 but was 2\n      \tat b.BadTest")
                .doesNotContain("slow");
        assertThat(text.strip().lines().reduce((first, last) -> last)).hasValue("3 passed, 1 failed, 1 skipped");
        assertThat(TestReport.print(TestReport.read(repository, 0), new PrintStream(new ByteArrayOutputStream())))
                .isFalse();
    }

    @Test
    void reportsOfAnEarlierRunDoNotCount() throws IOException {
        report("one", "a.GoodTest", 3, 0, 0, "");
        assertThat(TestReport.read(repository, Instant.now().plusSeconds(60).getEpochSecond()))
                .isEmpty();
    }

    @Test
    void aLongReasonIsShortened() throws IOException {
        report(
                "one",
                "a.BadTest",
                1,
                1,
                0,
                "<testcase classname=\"a.BadTest\" name=\"breaks\"><failure>" + "rows differ &#10;".repeat(200_000)
                        + "</failure></testcase>");
        assertThat(print()).hasSizeLessThan(5_000).contains("a.BadTest.breaks", "rows differ");
    }

    @Test
    void noTestsAtAllIsNoSuccess() throws IOException {
        assertThat(TestReport.print(TestReport.read(repository, 0), new PrintStream(new ByteArrayOutputStream())))
                .isFalse();
    }

    private String print() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TestReport.print(TestReport.read(repository, 0), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void report(String module, String name, int tests, int failures, int skipped, String cases)
            throws IOException {
        Path directory = repository.resolve(module);
        Path reports = Files.createDirectories(directory.resolve("target/surefire-reports"));
        Files.writeString(directory.resolve("pom.xml"), "<project/>");
        Path file = Files.writeString(
                reports.resolve("TEST-" + name + ".xml"),
                "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">%s</testsuite>"
                        .formatted(name, tests, failures, skipped, cases));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    private void source(String module, String path, String content) throws IOException {
        Path file = repository.resolve(module).resolve("src/test/java").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
