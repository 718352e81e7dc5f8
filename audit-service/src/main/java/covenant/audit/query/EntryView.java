package covenant.audit.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import covenant.audit.entry.Fact;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.entry.Sealed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an auditor sees it.
 *
 * @param subjectId the person; null if the entry concerns nobody, or the person was erased
 * @param details the payload as it came; null likewise
 * @param subject pseudonym of the person, as published
 * @param detailsState READABLE, ERASED, or UNREADABLE if somebody changed what is stored
 * @param leaf the published text whose hash is in the tree; on request only
 * @param opening what the leaf commits to; on request only
 */
record EntryView(
        long index,
        String type,
        Instant occurredAt,
        Instant recordedAt,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String subjectId,
        String actor,
        String service,
        String correlationId,

        @JsonInclude(JsonInclude.Include.ALWAYS) @JsonRawValue @Nullable
        String details,

        State detailsState,
        @Nullable String subject,
        String eventId,
        String topic,
        Instant loggedAt,
        @Nullable String leaf,
        @Nullable Opening opening) {

    enum State {
        READABLE,
        ERASED,
        UNREADABLE
    }

    /**
     * @param salt hex
     * @param sealed text whose SHA-256 behind the salt is the leaf's commitment
     */
    record Opening(String salt, String sealed) {}

    /** How much is shown. */
    enum Detail {
        PLAIN,
        WITH_OPENING,
        WITH_LEAF
    }

    /** Views of rows, in the same order. */
    static List<EntryView> of(List<EntryRow> rows, PersonKeys keys, Detail detail) {
        List<Opened> opened = keys.open(rows.stream()
                .map(row -> new PersonKeys.Details(row.subject(), row.sealed()))
                .toList());
        List<EntryView> views = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            views.add(of(rows.get(i), opened.get(i), detail));
        }
        return views;
    }

    private static EntryView of(EntryRow row, Opened opened, Detail detail) {
        return switch (opened) {
            case Opened.Readable readable -> readable(row, Sealed.parse(readable.details()), detail);
            case Opened.Erased erased -> closed(row, State.ERASED, detail);
            case Opened.Unreadable unreadable -> closed(row, State.UNREADABLE, detail);
        };
    }

    private static EntryView readable(EntryRow row, Sealed sealed, Detail detail) {
        Sealed.Content content = sealed.content();
        Opening opening =
                detail == Detail.PLAIN ? null : new Opening(HexFormat.of().formatHex(sealed.salt()), sealed.text());
        return view(
                row, content.subjectId(), content.actor(), oneLine(content.details()), State.READABLE, detail, opening);
    }

    private static EntryView closed(EntryRow row, State state, Detail detail) {
        return view(row, null, row.actor(), Fact.NO_DETAILS, state, detail, null);
    }

    private static EntryView view(
            EntryRow row,
            @Nullable String subjectId,
            String actor,
            String details,
            State state,
            Detail detail,
            @Nullable Opening opening) {
        return new EntryView(
                row.index(),
                row.type(),
                row.occurredAt(),
                row.recordedAt(),
                subjectId,
                actor,
                row.service(),
                row.correlationId(),
                details,
                state,
                row.subject(),
                row.eventId(),
                row.topic(),
                row.loggedAt(),
                detail == Detail.WITH_LEAF ? new String(row.leaf(), StandardCharsets.UTF_8) : null,
                opening);
    }

    /** Line breaks can only stand between the tokens of valid JSON. */
    private static String oneLine(String json) {
        return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
                ? json
                : json.replace('\n', ' ').replace('\r', ' ');
    }
}
