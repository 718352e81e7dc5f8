package covenant.benchmarks.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mails that arrived for the persons of a campaign, counted by person and Message-ID.
 *
 * @param persons that got one
 * @param repeated mails with a Message-ID that had arrived before: a kill between "taken" and its record, which receivers drop (RFC 5322 3.6.4)
 * @param doubled mails to a person who had one with another Message-ID
 */
record ArrivedMails(long persons, long repeated, long doubled) {
    private static final Pattern TO = Pattern.compile("(?i)^To: .*?person-(\\d+)@.*");
    private static final Pattern ID = Pattern.compile("(?i)^Message-ID: *(<[^>]+>).*");

    static ArrivedMails in(Path directory, int people) {
        BitSet seen = new BitSet(people);
        Map<Integer, String> first = new HashMap<>();
        long repeated = 0;
        long doubled = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.eml")) {
            for (Path file : files) {
                Head head = head(file);
                if (head.person < 0) {
                    continue;
                }
                String before = first.putIfAbsent(head.person, head.id);
                seen.set(head.person);
                if (before != null && before.equals(head.id)) {
                    repeated++;
                } else if (before != null) {
                    doubled++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the mails", e);
        }
        return new ArrivedMails(seen.cardinality(), repeated, doubled);
    }

    private record Head(int person, String id) {}

    private static Head head(Path file) throws IOException {
        int person = -1;
        String id = "";
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                Matcher to = TO.matcher(line);
                Matcher message = ID.matcher(line);
                person = to.matches() ? Integer.parseInt(to.group(1)) : person;
                id = message.matches() ? message.group(1) : id;
            }
        }
        return new Head(person, id);
    }
}
