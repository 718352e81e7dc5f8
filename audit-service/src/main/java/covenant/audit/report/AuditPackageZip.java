package covenant.audit.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.TreeHash;
import covenant.audit.report.AuditPackages.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The package as a file that verifies offline, written page by page with flat memory. */
final class AuditPackageZip {

    private static final int PAGE = 1_000;
    private static final String HOW_TO_VERIFY = """
            This file holds what the audit log of %s holds for a period, and proves it.

              report.json, report.html   the report
              manifest.note              period, number of entries by type, and the proof that binds them to the log, signed
              leaves.ndjson              every entry from the first to the last of the period, as logged, one a line
              leaf-hashes                their hashes, 32 bytes each: they name a line that was changed
              openings.ndjson            what the entries commit to (absent where a person was erased)
              checkpoint                 head of the log, signed (C2SP tlog-checkpoint)
              log.key                    key of the log (C2SP signed-note); compare it with one that you got elsewhere

            To verify it without any connection:   ./covenant verify compliance-audit.zip --key 'KEY'

            A line taken out, added or changed leads to another root than the signed one; counts are counted again.
            """;

    private final AuditPackages packages;
    private final NoteSigner signer;
    private final ObjectMapper json;

    AuditPackageZip(AuditPackages packages, NoteSigner signer, ObjectMapper json) {
        this.packages = packages;
        this.signer = signer;
        this.json = json;
    }

    void write(AuditPackage audit, String checkpoint, ComplianceView view, OutputStream out) throws IOException {
        Path hashes = Files.createTempFile("covenant-leaf-hashes", "");
        Path openings = Files.createTempFile("covenant-openings", "");
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            put(zip, "README.txt", HOW_TO_VERIFY.formatted(signer.key().name()));
            put(zip, "log.key", signer.key().format() + "\n");
            put(zip, "checkpoint", checkpoint);
            put(zip, "manifest.note", view.manifest());
            put(zip, "report.json", view.reportJson());
            put(zip, "report.html", view.html());
            leaves(audit, zip, hashes, openings);
            copy(zip, "leaf-hashes", hashes);
            copy(zip, "openings.ndjson", openings);
        } finally {
            Files.delete(hashes);
            Files.delete(openings);
        }
    }

    private void leaves(AuditPackage audit, ZipOutputStream zip, Path hashes, Path openings) throws IOException {
        zip.putNextEntry(new ZipEntry("leaves.ndjson"));
        try (OutputStream hashed = Files.newOutputStream(hashes);
                OutputStream opened = Files.newOutputStream(openings)) {
            for (long from = audit.first(); from < audit.end(); from += PAGE) {
                List<Leaf> page = packages.leaves(from, Math.min(from + PAGE, audit.end()));
                for (Leaf leaf : page) {
                    zip.write(leaf.bytes());
                    zip.write('\n');
                    hashed.write(TreeHash.ofLeaf(leaf.bytes()).toBytes());
                    opened.write(opening(leaf).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        zip.closeEntry();
    }

    private String opening(Leaf leaf) throws IOException {
        if (leaf.sealed() == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("index", leaf.index());
            out.writeStringField("salt", leaf.salt());
            out.writeStringField("sealed", leaf.sealed());
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void copy(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
