package covenant.audit.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule noticed.
 *
 * @param about tells it from all others of its kind: the same again only adds entries
 * @param detail one sentence for people, without any id of a person
 * @param actor who did it, where somebody did
 * @param entries of the log that show it
 */
record Suspicion(
        FindingKind kind,
        String about,
        String detail,
        @Nullable String actor,
        List<Long> entries) {}
