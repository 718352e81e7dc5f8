package covenant.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Months whose entries the log removed when their time was over ({@code log/removed}). What is left of them are hashes: those must lead to the root
 * that the log signed at each month's end. A log cannot hide a change by it: what it calls removed is named in the answer of the check.
 */
record RemovedMonths(List<Month> months) {

    static final RemovedMonths NONE = new RemovedMonths(List.of());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param head signed at the month's end, over its last entry and all before */
    record Month(String name, Head head) {}

    /** @throws BadLogException if a month does not follow on the one before, or its root is not signed by the log */
    static RemovedMonths of(LogSource source, NoteKey key) {
        Optional<byte[]> shown = source.read("log/removed");
        if (shown.isEmpty()) {
            return NONE;
        }
        List<Month> months = new ArrayList<>();
        long end = 0;
        for (JsonNode month : parse(shown.get()).path("months")) {
            Head head = Head.open(month.path("checkpoint").asText().getBytes(StandardCharsets.UTF_8), key);
            if (month.path("first").asLong(-1) != end || month.path("size").asLong(-1) != head.size()) {
                throw new BadLogException(
                        "log/removed: " + month.path("month").asText() + " is not what the log signed at its end");
            }
            end = head.size();
            months.add(new Month(month.path("month").asText(), head));
        }
        return new RemovedMonths(months);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new BadLogException("log/removed is not JSON");
        }
    }

    /** The first entry that is still there. */
    long end() {
        return months.isEmpty() ? 0 : months.getLast().head().size();
    }

    /** Whether nothing but hashes is left of this tile. */
    boolean hold(long tile) {
        return (tile + 1) * Tiles.WIDTH <= end();
    }

    /** Entries of the tile that queries do not show any more. */
    int within(long tile) {
        return (int) Math.clamp(end() - tile * Tiles.WIDTH, 0, Tiles.WIDTH);
    }

    List<Long> sizes() {
        return months.stream().map(month -> month.head().size()).toList();
    }

    /** Months to whose signed root the hashes do not lead. */
    List<Problem> check(PrefixRoots roots) {
        return months.stream()
                .filter(month -> !Arrays.equals(
                        roots.watchedRoot(month.head().size()), month.head().root()))
                .map(month -> Problem.ofLog("the hashes of the removed month " + month.name()
                        + " do not lead to the root that was signed at its end"))
                .toList();
    }

    /** For the answer: which months, and how many entries. */
    String described() {
        return months.isEmpty()
                ? ""
                : "%s%s removed by retention: %,d entries checked by their hashes and the signed roots only"
                        .formatted(
                                months.getFirst().name(),
                                months.size() == 1
                                        ? ""
                                        : " to " + months.getLast().name(),
                                end());
    }
}
