package covenant.verifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a file of evidence by itself: the signed manifest says which entries there must be, each leaf must be the one that was logged, each
 * proof must lead to the signed root, and what is opened must be what the leaf commits to.
 */
final class EvidenceVerification {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EvidenceZip zip;
    private final NoteKey key;
    private final List<Problem> problems = new ArrayList<>();
    private int entries;

    EvidenceVerification(EvidenceZip zip, NoteKey key) {
        this.zip = zip;
        this.key = key;
    }

    /** What was found. */
    record Result(int entries, Head head, List<Problem> problems) {}

    /** @throws BadLogException if checkpoint or manifest are not signed by the key, or do not belong together */
    Result run() {
        Head head = Head.open(zip.required("checkpoint"), key);
        Set<String> surplus = zip.names();
        surplus.removeAll(List.of("checkpoint", "log.key", "manifest.note", "README.txt"));
        String[] lines =
                Note.open("manifest", zip.required("manifest.note"), key).split("\n");
        String subject = header(lines, head);
        for (String line : Arrays.asList(lines).subList(4, lines.length)) {
            String[] parts = line.split(" ");
            if (parts.length != 3 || !parts[0].equals("entry") || !parts[1].matches("[0-9]{1,18}")) {
                throw new BadLogException("manifest: not a manifest");
            }
            long index = Long.parseLong(parts[1]);
            check(index, parts[2], subject, head);
            surplus.remove(entryName(index));
            surplus.remove(proofName(index));
            entries++;
        }
        surplus.forEach(name -> problems.add(Problem.ofLog(name + " is not part of the evidence that was signed")));
        return new Result(entries, head, problems);
    }

    private String header(String[] lines, Head head) {
        if (lines.length < 4
                || !lines[0].equals("covenant-evidence@v1")
                || !lines[1].equals("log " + key.name())
                || !lines[2].startsWith("subject ")) {
            throw new BadLogException("manifest: not a manifest of " + key.name());
        }
        if (!lines[3].equals("checkpoint " + head.size())) {
            throw new BadLogException("checkpoint: not the one that the manifest was made for");
        }
        return lines[2].substring("subject ".length());
    }

    private static String entryName(long index) {
        return "entries/" + index + ".json";
    }

    private static String proofName(long index) {
        return "proofs/" + index + ".tlog-proof";
    }

    private void check(long index, String leafHash, String subject, Head head) {
        Optional<JsonNode> entry = zip.part(entryName(index)).flatMap(EvidenceVerification::parse);
        if (entry.isEmpty()) {
            problems.add(new Problem(index, "is missing or damaged"));
            return;
        }
        byte[] leaf = entry.get().path("leaf").asText().getBytes(StandardCharsets.UTF_8);
        byte[] hash = Merkle.leaf(leaf);
        if (!HexFormat.of().formatHex(hash).equals(leafHash)) {
            problems.add(new Problem(index, "leaf is not the one that was logged"));
            return;
        }
        if (!proven(index, hash, head)) {
            problems.add(new Problem(index, "proof does not show that the leaf is in the log"));
        }
        JsonNode logged = parse(leaf).orElse(JSON.missingNode());
        if (!logged.path("subject").asText().equals(subject)) {
            problems.add(new Problem(index, "is about another person"));
        }
        JsonNode opening = entry.get().path("opening");
        if (opening.isObject()
                && !EntryCheck.commits(
                        opening.path("salt").asText(),
                        opening.path("sealed").asText(),
                        logged.path("commitment").asText())) {
            problems.add(new Problem(index, "details are not what the leaf commits to"));
        }
    }

    private boolean proven(long index, byte[] hash, Head head) {
        Optional<Proof> proof =
                zip.part(proofName(index)).flatMap(bytes -> Proof.parse(new String(bytes, StandardCharsets.UTF_8)));
        return proof.isPresent()
                && proof.get().index() == index
                && proof.get().checkpoint().equals(head.note())
                && Merkle.includes(hash, index, head.size(), proof.get().path(), head.root());
    }

    private static Optional<JsonNode> parse(byte[] json) {
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }
}
