package covenant.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the package of a compliance audit by itself: the leaves of the run must lead, with the hashes around them, to the root that the
 * checkpoint signs, and be as many of each type in the period as the signed manifest says.
 */
final class AuditPackageVerification {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_PROBLEMS = 1_000;

    private final EvidenceZip zip;
    private final NoteKey key;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Long> counted = new TreeMap<>();

    AuditPackageVerification(EvidenceZip zip, NoteKey key) {
        this.zip = zip;
        this.key = key;
    }

    /** What was found. */
    record Result(long entries, Head head, List<Problem> problems) {}

    /** @throws BadLogException if checkpoint or manifest are not signed by the key, or do not belong together */
    Result run() {
        Head head = Head.open(zip.required("checkpoint"), key);
        AuditManifest manifest = AuditManifest.parse(Note.open("manifest", zip.required("manifest.note"), key), key);
        if (manifest.size() != head.size()) {
            throw new BadLogException("checkpoint: not the one that the manifest was made for");
        }
        if (!manifest.verified()) {
            problems.add(Problem.ofLog("the log itself did not verify when this package was made"));
        }
        String report = HexFormat.of().formatHex(Merkle.sha256().digest(zip.required("report.json")));
        if (!report.equals(manifest.report())) {
            problems.add(Problem.ofLog("report.json is not the report that was signed"));
        }
        surplus();
        List<byte[]> leaves = leaves(manifest);
        compare(manifest, head, leaves);
        openings(manifest, leaves);
        return new Result(manifest.total(), head, problems);
    }

    private void surplus() {
        Set<String> names = zip.names();
        names.removeAll(List.of(
                "README.txt",
                "log.key",
                "checkpoint",
                "manifest.note",
                "report.json",
                "report.html",
                "leaves.ndjson",
                "leaf-hashes",
                "openings.ndjson"));
        names.forEach(name -> problems.add(Problem.ofLog(name + " is not part of the package")));
    }

    /** Leaf hashes in order; those of the period are counted on the way, the leaves themselves not kept. */
    private List<byte[]> leaves(AuditManifest manifest) {
        List<byte[]> hashes = new ArrayList<>();
        lines("leaves.ndjson", line -> {
            hashes.add(Merkle.leaf(line.getBytes(StandardCharsets.UTF_8)));
            @Nullable JsonNode leaf = parse(line);
            if (leaf != null && manifest.holds(at(leaf))) {
                counted.merge(leaf.path("type").asText(), 1L, Long::sum);
            }
        });
        return hashes;
    }

    private void compare(AuditManifest manifest, Head head, List<byte[]> leaves) {
        byte[] published = zip.part("leaf-hashes").orElse(new byte[0]);
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at + Merkle.HASH <= published.length; at += Merkle.HASH) {
            hashes.add(Arrays.copyOfRange(published, at, at + Merkle.HASH));
        }
        boolean hashesProven = Arrays.equals(
                Merkle.rootOfRun(manifest.first(), manifest.end(), head.size(), hashes, manifest.around()),
                head.root());
        boolean leavesProven = Arrays.equals(
                Merkle.rootOfRun(manifest.first(), manifest.end(), head.size(), leaves, manifest.around()),
                head.root());
        if (!leavesProven && hashesProven) {
            name(manifest, leaves, hashes);
        }
        if (!leavesProven && !hashesProven) {
            problems.add(new Problem(
                    manifest.first(),
                    "the entries from here to " + (manifest.end() - 1) + " do not lead to the root that was signed"));
        }
        if (leavesProven && !hashesProven) {
            problems.add(Problem.ofLog("leaf-hashes was changed; the entries are in order"));
        }
        counts(manifest);
    }

    private void name(AuditManifest manifest, List<byte[]> leaves, List<byte[]> hashes) {
        for (int i = 0; i < hashes.size() && problems.size() < MAX_PROBLEMS; i++) {
            if (i >= leaves.size()) {
                problems.add(new Problem(manifest.first() + i, "is missing"));
            } else if (!Arrays.equals(leaves.get(i), hashes.get(i))) {
                problems.add(new Problem(manifest.first() + i, "is not the entry that was logged"));
            }
        }
        if (leaves.size() > hashes.size()) {
            problems.add(Problem.ofLog((leaves.size() - hashes.size()) + " entries too many"));
        }
    }

    private void counts(AuditManifest manifest) {
        Set<String> types = new TreeSet<>(counted.keySet());
        types.addAll(manifest.counts().keySet());
        for (String type : types) {
            long says = manifest.counts().getOrDefault(type, 0L);
            long are = counted.getOrDefault(type, 0L);
            if (says != are) {
                problems.add(Problem.ofLog("the manifest says " + says + " of " + type + ", there are " + are));
            }
        }
    }

    /** What is opened must be what the leaf commits to; the leaf is named by its place in the run. */
    private void openings(AuditManifest manifest, List<byte[]> leaves) {
        Map<Long, String> commitments = new TreeMap<>();
        long[] index = {manifest.first()};
        lines("leaves.ndjson", line -> {
            @Nullable JsonNode leaf = parse(line);
            commitments.put(
                    index[0]++, leaf == null ? "" : leaf.path("commitment").asText());
        });
        lines("openings.ndjson", line -> {
            @Nullable JsonNode opening = parse(line);
            long of = opening == null ? -1 : opening.path("index").asLong(-1);
            if (opening == null
                    || !EntryCheck.commits(
                            opening.path("salt").asText(),
                            opening.path("sealed").asText(),
                            commitments.getOrDefault(of, ""))) {
                problems.add(new Problem(of, "details are not what the leaf commits to"));
            }
        });
    }

    private interface Line {
        void take(String line);
    }

    private void lines(String part, Line each) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(zip.stream(part), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                each.take(line);
            }
        } catch (IOException e) {
            throw new BadLogException(part + ": missing or damaged");
        }
    }

    private static @Nullable JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Instant at(JsonNode leaf) {
        try {
            return Instant.parse(leaf.path("occurredAt").asText());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
