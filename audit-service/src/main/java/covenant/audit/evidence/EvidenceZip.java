package covenant.audit.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.evidence.EvidenceStore.Item;
import covenant.audit.log.NoteSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the file, page by page with flat memory but for the manifest: {@code checkpoint}, {@code log.key}, {@code README.txt}; for each
 * entry {@code entries/<index>.json} and {@code proofs/<index>.tlog-proof}; at last {@code manifest.note}.
 */
final class EvidenceZip {

    private static final int PAGE = 500;
    private static final String HOW_TO_VERIFY = """
            This file holds everything that the audit log of %s holds on one person, and proves it.

              entries/N.json         entry N: the published leaf, and what it commits to (absent if the person was erased)
              proofs/N.tlog-proof    that the leaf is entry N of the log (C2SP tlog-proof, RFC 6962)
              checkpoint             head of the log, signed (C2SP tlog-checkpoint)
              log.key                key of the log (C2SP signed-note); compare it with one that you got elsewhere
              manifest.note          which entries this file must hold, signed

            To verify it without any connection:   ./covenant verify evidence.zip --key 'KEY'
            A changed byte, a swapped proof and a missing entry are each named.
            """;

    private final EvidenceStore store;
    private final NoteSigner signer;
    private final ObjectMapper json;

    EvidenceZip(EvidenceStore store, NoteSigner signer, ObjectMapper json) {
        this.store = store;
        this.signer = signer;
        this.json = json;
    }

    void write(String subject, EvidenceStore.Head head, OutputStream out) throws IOException {
        Manifest manifest = new Manifest(signer.key().name(), subject, head.size());
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            put(zip, "README.txt", HOW_TO_VERIFY.formatted(signer.key().name()));
            put(zip, "log.key", signer.key().format() + "\n");
            put(zip, "checkpoint", head.note());
            long after = -1;
            List<Item> page;
            do {
                page = store.page(subject, head, after, PAGE);
                for (Item item : page) {
                    put(zip, "entries/" + item.index() + ".json", entry(item));
                    put(zip, "proofs/" + item.index() + ".tlog-proof", item.proof());
                    manifest.add(item.index(), item.leaf());
                    after = item.index();
                }
            } while (page.size() == PAGE);
            put(zip, "manifest.note", manifest.sign(signer));
        }
    }

    private String entry(Item item) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("index", item.index());
            out.writeStringField("leaf", new String(item.leaf(), StandardCharsets.UTF_8));
            opening(item.opening(), out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void opening(EvidenceStore.@Nullable Opening opening, JsonGenerator out) throws IOException {
        if (opening != null) {
            out.writeObjectFieldStart("opening");
            out.writeStringField("salt", opening.salt());
            out.writeStringField("sealed", opening.sealed());
            out.writeEndObject();
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
