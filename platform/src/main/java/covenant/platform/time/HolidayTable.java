package covenant.platform.time;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Public holidays and make-up work days by year, as the State Council's General Office announces them each autumn for the next year.
 *
 * <p>Data, one file per year named {@code holidays-YYYY.txt}: {@code holiday <day>}, {@code holiday <first>..<last>} or
 * {@code workday <day>} a line, {@code #} begins a comment. A file speaks for its year only.
 */
public final class HolidayTable {
    /** What the table says of a day. */
    public enum Kind {
        HOLIDAY,
        MAKE_UP_WORK_DAY,
        ORDINARY,
        YEAR_MISSING
    }

    private static final List<Integer> BUNDLED_YEARS = List.of(2025, 2026);

    private final Map<LocalDate, Kind> days;
    private final Set<Integer> years;

    private HolidayTable(Map<LocalDate, Kind> days, Set<Integer> years) {
        this.days = Map.copyOf(days);
        this.years = Set.copyOf(years);
    }

    /** A table without any year: every Monday to Friday is a working day, and each year is reported missing. */
    public static HolidayTable empty() {
        return new HolidayTable(Map.of(), Set.of());
    }

    /** The years that ship with this version. */
    public static HolidayTable bundled() {
        HolidayTable table = empty();
        for (int year : BUNDLED_YEARS) {
            table = table.with(year, bundledLines(year));
        }
        return table;
    }

    /**
     * This table with the years of a directory added; a year in the directory replaces the one that was there.
     *
     * @throws IllegalArgumentException naming file and line of a text that is not understood
     */
    public HolidayTable withDirectory(Path directory) {
        HolidayTable table = this;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("holidays-\\d{4}\\.txt")) {
                    table = table.with(Integer.parseInt(name.substring(9, 13)), Files.readAllLines(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the holiday tables in " + directory, e);
        }
        return table;
    }

    /** This table with one more year. */
    public HolidayTable with(int year, List<String> lines) {
        Map<LocalDate, Kind> all = new HashMap<>(days);
        all.keySet().removeIf(day -> day.getYear() == year);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                parse(year, i + 1, line, all);
            }
        }
        Set<Integer> allYears = new HashSet<>(years);
        allYears.add(year);
        return new HolidayTable(all, allYears);
    }

    public boolean hasYear(int year) {
        return years.contains(year);
    }

    public Kind kindOf(LocalDate day) {
        return hasYear(day.getYear()) ? days.getOrDefault(day, Kind.ORDINARY) : Kind.YEAR_MISSING;
    }

    private static void parse(int year, int lineNumber, String line, Map<LocalDate, Kind> into) {
        String[] words = line.split("\\s+");
        try {
            Kind kind = switch (words[0]) {
                case "holiday" -> Kind.HOLIDAY;
                case "workday" -> Kind.MAKE_UP_WORK_DAY;
                default -> throw new IllegalArgumentException("neither holiday nor workday");
            };
            String[] range = words[1].split("\\.\\.");
            LocalDate first = LocalDate.parse(range[0]);
            LocalDate last = LocalDate.parse(range[range.length - 1]);
            List<LocalDate> named =
                    new ArrayList<>(first.datesUntil(last.plusDays(1)).toList());
            if (words.length != 2 || named.stream().anyMatch(day -> day.getYear() != year)) {
                throw new IllegalArgumentException("a day of another year, or more than two words");
            }
            named.forEach(day -> into.put(day, kind));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("holidays-" + year + ".txt, line " + lineNumber + ": " + line, e);
        }
    }

    private static List<String> bundledLines(int year) {
        String name = "/covenant/platform/time/holidays-" + year + ".txt";
        try (InputStream in = HolidayTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
