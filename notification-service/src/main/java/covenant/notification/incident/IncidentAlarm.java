package covenant.notification.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * An alarm about an incident, raised once (R-4.1.3-8).
 *
 * @param about {@link #SUBJECT_NOTICE}, or authority and kind of a report, as in {@code PROVINCIAL_CAC/FIRST}
 */
record IncidentAlarm(UUID incidentId, String about, Level level, Instant raisedAt) {
    static final String SUBJECT_NOTICE = "SUBJECT_NOTICE";
    /** People are told at once; after this somebody is called. */
    static final Duration NOTICE_ALARM = Duration.ofHours(24);
    /** And no later than this. */
    static final Duration NOTICE_LIMIT = Duration.ofHours(72);

    enum Level {
        HALF,
        EIGHTY_PERCENT,
        NOT_STARTED_24H,
        OVERDUE
    }

    /** What a deadline has passed of 50 %, 80 % and its end; pure. */
    static Set<Level> ofDeadline(Instant from, Instant due, Instant now) {
        Duration all = Duration.between(from, due);
        Set<Level> passed = EnumSet.noneOf(Level.class);
        if (!now.isBefore(from.plus(all.dividedBy(2)))) {
            passed.add(Level.HALF);
        }
        if (!now.isBefore(from.plus(all.multipliedBy(4).dividedBy(5)))) {
            passed.add(Level.EIGHTY_PERCENT);
        }
        if (now.isAfter(due)) {
            passed.add(Level.OVERDUE);
        }
        return passed;
    }

    /** The same for telling the persons concerned, from discovery; pure. */
    static Set<Level> ofNotice(Instant discovered, Instant now) {
        Set<Level> passed = EnumSet.noneOf(Level.class);
        if (!now.isBefore(discovered.plus(NOTICE_ALARM))) {
            passed.add(Level.NOT_STARTED_24H);
        }
        if (now.isAfter(discovered.plus(NOTICE_LIMIT))) {
            passed.add(Level.OVERDUE);
        }
        return passed;
    }
}
