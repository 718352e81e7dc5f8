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

/**
 * What queries show against what was logged: every column of an entry must say what its leaf says, and the opened details must be those
 * that the leaf's salted commitment was made of.
 */
final class EntryCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Columns that stand in the leaf in clear. */
    private static final List<String> SHOWN = List.of(
            "type", "occurredAt", "recordedAt", "loggedAt", "service", "correlationId", "eventId", "topic", "subject");

    private EntryCheck() {}

    /**
     * @param gone entries at the begin of the tile that were removed with their month
     * @param lines what queries show from there on
     */
    static List<Problem> of(TileCheck tile, int gone, int width, List<String> lines) {
        List<Problem> problems = new ArrayList<>();
        long first = tile.index() * Tiles.WIDTH;
        for (int i = gone; i < Math.min(tile.leaves().size(), width); i++) {
            if (i - gone >= lines.size()) {
                problems.add(new Problem(first + i, "is in the tree but not in the entries that queries show"));
                break;
            }
            JsonNode shown = parse(lines.get(i - gone));
            long index = shown.path("index").asLong(-1);
            if (index != first + i) {
                problems.add(new Problem(first + i, "is not shown by queries, which show " + index + " in its place"));
                break;
            }
            compare(shown, tile.leaves().get(i), problems);
        }
        return problems;
    }

    private static void compare(JsonNode shown, byte[] bytes, List<Problem> problems) {
        long index = shown.path("index").asLong();
        JsonNode leaf = leaf(bytes);
        if (!leaf.isObject()) {
            problems.add(new Problem(index, "leaf is not a JSON object"));
            return;
        }
        for (String column : SHOWN) {
            if (!text(shown, column).equals(text(leaf, column))) {
                problems.add(new Problem(index, "column " + column + " is not what the leaf says"));
            }
        }
        if (shown.hasNonNull("opening")) {
            opening(index, shown, leaf, problems);
        } else {
            closed(index, shown, leaf, problems);
        }
    }

    /** Erased or never readable: then nothing personal may be shown, and the actor is the one of the leaf. */
    private static void closed(long index, JsonNode shown, JsonNode leaf, List<Problem> problems) {
        String state = text(shown, "detailsState");
        if (!state.equals("ERASED")) {
            problems.add(new Problem(index, "details cannot be opened, and were not erased"));
        }
        if (shown.hasNonNull("details") || shown.hasNonNull("subjectId")) {
            problems.add(new Problem(index, "details are shown without what they were committed with"));
        }
        if (!text(shown, "actor").equals(text(leaf, "actor"))) {
            problems.add(new Problem(index, "column actor is not what the leaf says"));
        }
    }

    private static void opening(long index, JsonNode shown, JsonNode leaf, List<Problem> problems) {
        String sealed = shown.path("opening").path("sealed").asText();
        if (!commits(shown.path("opening").path("salt").asText(), sealed, text(leaf, "commitment"))) {
            problems.add(new Problem(index, "details are not what the leaf commits to"));
            return;
        }
        JsonNode opened = parse(sealed);
        for (String column : List.of("subjectId", "actor")) {
            if (!text(shown, column).equals(text(opened, column))) {
                problems.add(new Problem(index, "column " + column + " is not what the leaf commits to"));
            }
        }
        if (!shown.path("details").equals(opened.path("details"))) {
            problems.add(new Problem(index, "details shown are not what the leaf commits to"));
        }
        if (leaf.hasNonNull("subject") != opened.hasNonNull("subjectId")) {
            problems.add(new Problem(index, "subject in the leaf and in what it commits to differ"));
        }
    }

    /** SHA-256(salt || sealed), as lower-case hex. */
    static boolean commits(String salt, String sealed, String commitment) {
        try {
            var digest = Merkle.sha256();
            digest.update(HexFormat.of().parseHex(salt));
            byte[] hash = digest.digest(sealed.getBytes(StandardCharsets.UTF_8));
            return Arrays.equals(hash, HexFormat.of().parseHex(commitment));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static JsonNode leaf(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new CannotVerifyException("the stream of entries is not JSON lines");
        }
    }
}
