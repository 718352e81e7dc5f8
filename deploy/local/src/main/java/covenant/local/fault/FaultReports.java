package covenant.local.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads what Surefire left of a run: cases from its reports, figures from what the tests printed. */
final class FaultReports {

    private final Path home;
    private final Instant since;

    /** @param since older reports are of another run */
    FaultReports(Path home, Instant since) {
        this.home = home;
        this.since = since;
    }

    FaultOutcome of(FaultRow row) throws IOException {
        Tally tally = new Tally();
        List<FaultFigures> figures = new ArrayList<>();
        for (FaultRow.Proof proof : row.proofs()) {
            int before = tally.cases;
            for (Path file : reports(proof)) {
                count(proof, parse(file).getElementsByTagName("testcase"), tally);
                figures(file, row, figures);
            }
            if (tally.cases == before) {
                tally.missing++;
                tally.reasons.add(proof.test() + ": did not run");
            }
        }
        return new FaultOutcome(
                row, tally.cases, tally.failed, tally.skipped, tally.missing, List.copyOf(tally.reasons), figures);
    }

    private static void count(FaultRow.Proof proof, NodeList cases, Tally tally) {
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            if (proof.includes(proof.testClass(), one.getAttribute("name"))) {
                tally.cases++;
                tally.failed += reason(one, "failure", tally.reasons) || reason(one, "error", tally.reasons) ? 1 : 0;
                tally.skipped += reason(one, "skipped", tally.reasons) ? 1 : 0;
            }
        }
    }

    /** Of a row, while its reports are read. */
    private static final class Tally {
        private final List<String> reasons = new ArrayList<>();
        private int cases;
        private int failed;
        private int skipped;
        private int missing;
    }

    private List<Path> reports(FaultRow.Proof proof) throws IOException {
        Path directory = home.resolve(proof.module()).resolve("target/surefire-reports");
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    if (file.getFileName().toString().matches("TEST-.*\\." + proof.testClass() + "\\.xml")
                            && !Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static boolean reason(Element test, String kind, List<String> reasons) {
        NodeList found = test.getElementsByTagName(kind);
        if (found.getLength() == 0) {
            return false;
        }
        String message = ((Element) found.item(0)).getAttribute("message");
        reasons.add(test.getAttribute("name") + ": "
                + message.lines().findFirst().orElse(kind).strip());
        return true;
    }

    /** What the class printed stands in a file beside its report, or in the report. */
    private static void figures(Path report, FaultRow row, List<FaultFigures> figures) throws IOException {
        String name = report.getFileName().toString().replaceFirst("^TEST-(.*)\\.xml$", "$1-output.txt");
        Path output =
                Optional.of(report.resolveSibling(name)).filter(Files::exists).orElse(report);
        Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .flatMap(line -> FaultFigures.parse(line).stream())
                .filter(one -> one.row() == row && !figures.contains(one))
                .forEach(figures::add);
    }

    private static Element parse(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // A failed comparison of tables is long; a report has no entities of its own.
            factory.setAttribute("jdk.xml.maxGeneralEntitySizeLimit", "0");
            factory.setAttribute("jdk.xml.totalEntitySizeLimit", "0");
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("Not a test report: " + file, e);
        }
    }
}
