package covenant.audit.query;

import covenant.audit.entry.BusinessTime;
import covenant.audit.entry.Pseudonyms;
import covenant.platform.problem.Refusal;
import covenant.platform.web.Subjects;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; what is absent does not restrict.
 *
 * @param from first instant of the business time, inclusive
 * @param to end of the business time, exclusive
 * @param ascending log order; else the newest first
 */
record EntryFilter(
        @Nullable String subjectId,
        @Nullable String type,
        @Nullable String actor,
        @Nullable String service,
        @Nullable String correlationId,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean ascending) {

    private static final int MAX_TEXT = 256;

    /** @throws covenant.platform.problem.RefusedException 422 naming the field */
    static EntryFilter of(
            @Nullable String subjectId,
            @Nullable String type,
            @Nullable String actor,
            @Nullable String service,
            @Nullable String correlationId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String order) {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw Refusal.invalid("order", "is asc or desc").asException();
        }
        EntryFilter filter = new EntryFilter(
                subject(subjectId),
                text("type", type),
                text("actor", actor),
                text("service", service),
                text("correlationId", correlationId),
                instant("from", from),
                instant("to", to),
                "asc".equals(order));
        if (filter.from != null && filter.to != null && !filter.from.isBefore(filter.to)) {
            throw Refusal.invalid("to", "lies after from").asException();
        }
        return filter;
    }

    /** The query is logged under what was asked for: it must not be a number or address of a person. */
    private static @Nullable String subject(@Nullable String value) {
        return value == null || value.isEmpty() ? null : Subjects.requireSubjectId(value);
    }

    private static @Nullable String text(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > MAX_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid(field, "has at most " + MAX_TEXT + " characters, none of them a control character")
                    .asException();
        }
        return value;
    }

    private static @Nullable Instant instant(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        return BusinessTime.parse(value)
                .orElseThrow(
                        () -> Refusal.invalid(field, "is an RFC 3339 instant").asException());
    }

    /** Names of the restrictions, for the record of the query: never their values. */
    List<String> names() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("subjectId", subjectId);
        all.put("type", type);
        all.put("actor", actor);
        all.put("service", service);
        all.put("correlationId", correlationId);
        all.put("from", from);
        all.put("to", to);
        return all.entrySet().stream()
                .filter(one -> one.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * SQL conditions and their values.
     *
     * @param where without the word, always at least {@code true}
     */
    record Conditions(String where, Map<String, Object> values) {}

    Conditions conditions(Pseudonyms pseudonyms) {
        List<String> where = new ArrayList<>(List.of("true"));
        Map<String, Object> values = new LinkedHashMap<>();
        equal("subject", subjectId == null ? null : pseudonyms.ofSubject(subjectId), where, values);
        equal("type", type, where, values);
        equal("actor", actor == null ? null : loggedActor(actor, pseudonyms), where, values);
        equal("service", service, where, values);
        equal("correlation_id", correlationId, where, values);
        if (from != null) {
            where.add("occurred_at >= :from");
            values.put("from", OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
        }
        if (to != null) {
            where.add("occurred_at < :to");
            values.put("to", OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
        }
        return new Conditions(String.join(" and ", where), values);
    }

    /** A person as actor is logged under the pseudonym. */
    private static String loggedActor(String actor, Pseudonyms pseudonyms) {
        String person = "SUBJECT:";
        return actor.startsWith(person) ? person + pseudonyms.ofSubject(actor.substring(person.length())) : actor;
    }

    private static void equal(String column, @Nullable String value, List<String> where, Map<String, Object> values) {
        if (value != null) {
            where.add(column + " = :" + column);
            values.put(column, value);
        }
    }
}
