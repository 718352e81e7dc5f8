package covenant.verifier;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the signed manifest of a compliance audit says.
 *
 * @param size of the log that the checkpoint signs
 * @param first entry of the run
 * @param end one past its last
 * @param report SHA-256 of report.json, hex
 * @param counts entries of the period by type
 * @param around hashes around the run, from left to right
 */
record AuditManifest(
        @Nullable Instant from,
        @Nullable Instant to,
        long size,
        boolean verified,
        long first,
        long end,
        String report,
        Map<String, Long> counts,
        List<byte[]> around) {

    private static final String VERSION = "covenant-compliance-audit@v1";
    private static final int HEAD = 8;

    /** @throws BadLogException if the text is none of the key's log */
    static AuditManifest parse(String text, NoteKey key) {
        String[] lines = text.split("\n");
        if (lines.length < HEAD || !lines[0].equals(VERSION) || !lines[1].equals("log " + key.name())) {
            throw new BadLogException("manifest: not a manifest of " + key.name());
        }
        try {
            String[] run = value(lines, 6, "run").split(" ");
            AuditManifest manifest = new AuditManifest(
                    instant(value(lines, 2, "from")),
                    instant(value(lines, 3, "to")),
                    Long.parseLong(value(lines, 4, "checkpoint")),
                    value(lines, 5, "verified").equals("ok"),
                    Long.parseLong(run[0]),
                    Long.parseLong(run[1]),
                    value(lines, 7, "report"),
                    new TreeMap<>(),
                    new ArrayList<>());
            for (int i = HEAD; i < lines.length; i++) {
                manifest.more(lines[i]);
            }
            return manifest;
        } catch (NumberFormatException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
            throw new BadLogException("manifest: not a manifest");
        }
    }

    private void more(String line) {
        String[] parts = line.split(" ", 3);
        if (parts[0].equals("count") && parts.length == 3) {
            counts.put(parts[2], Long.parseLong(parts[1]));
        } else if (parts[0].equals("around") && parts.length == 2) {
            around.add(Note.base64(parts[1]));
        } else {
            throw new BadLogException("manifest: not a manifest");
        }
    }

    private static String value(String[] lines, int at, String name) {
        if (!lines[at].startsWith(name + " ")) {
            throw new BadLogException("manifest: not a manifest");
        }
        return lines[at].substring(name.length() + 1);
    }

    private static @Nullable Instant instant(String text) {
        return text.equals("-") ? null : Instant.parse(text);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the instant lies in the period. */
    boolean holds(@Nullable Instant at) {
        return at != null && (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
    }
}
