package covenant.platform.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Working days of China by a table of public holidays and make-up work days (T-8). Where the table lacks a year, every Monday to
 * Friday counts, which gives the shortest deadline, and the answer names the year so that an alarm can be raised. Pure.
 */
public final class WorkingDays {
    private final HolidayTable table;

    public WorkingDays(HolidayTable table) {
        this.table = table;
    }

    /**
     * The last day of a deadline.
     *
     * @param missingYears years that the deadline touches and the table lacks: not empty means raise an alarm
     */
    public record Deadline(LocalDate lastDay, SortedSet<Integer> missingYears) {
        public Deadline {
            missingYears = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(missingYears));
        }

        /** 24:00 of the last day in Shanghai. */
        public Instant dueAt() {
            return LegalCalendar.endOfDay(lastDay);
        }

        public boolean tableComplete() {
            return missingYears.isEmpty();
        }
    }

    public boolean isWorkingDay(LocalDate day) {
        return switch (table.kindOf(day)) {
            case HOLIDAY -> false;
            case MAKE_UP_WORK_DAY -> true;
            case ORDINARY, YEAR_MISSING -> isWeekday(day);
        };
    }

    /** The n-th working day after this day, which is itself not counted (Civil Code art. 201). */
    public Deadline after(LocalDate day, int workingDays) {
        if (workingDays < 1 || workingDays > 1_000) {
            throw new IllegalArgumentException("1 to 1000 working days");
        }
        SortedSet<Integer> missing = new TreeSet<>();
        LocalDate candidate = day;
        for (int counted = 0; counted < workingDays; ) {
            candidate = candidate.plusDays(1);
            if (!table.hasYear(candidate.getYear())) {
                missing.add(candidate.getYear());
            }
            if (isWorkingDay(candidate)) {
                counted++;
            }
        }
        return new Deadline(candidate, missing);
    }

    /** As {@link #after(LocalDate, int)}, from the day in Shanghai on which the instant lies. */
    public Deadline after(Instant instant, int workingDays) {
        return after(LegalCalendar.dayOf(instant), workingDays);
    }

    /** Years of these days that the table lacks: an operator has to load them (T-8). */
    public SortedSet<Integer> missingWithin(LocalDate from, int days) {
        SortedSet<Integer> missing = new TreeSet<>();
        for (int year = from.getYear(); year <= from.plusDays(days).getYear(); year++) {
            if (!table.hasYear(year)) {
                missing.add(year);
            }
        }
        return missing;
    }

    private static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }
}
