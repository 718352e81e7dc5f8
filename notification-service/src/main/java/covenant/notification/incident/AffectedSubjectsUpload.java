package covenant.notification.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.SubjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"subjectId": …}} line by line, in constant memory; a bad line is reported by number and never repeated. */
final class AffectedSubjectsUpload {
    private static final int BATCH = 2_000;
    private static final int LONGEST_LINE = 1_024;
    private static final int REPORTED = 1_000;

    private final ObjectMapper json;
    private final ToIntFunction<List<String>> store;
    private final List<String> batch = new ArrayList<>(BATCH);
    private final List<BadLine> malformed = new ArrayList<>();
    private long read;
    private long accepted;
    private long malformedLines;

    /** @param store stores a batch and returns how many of it were new */
    AffectedSubjectsUpload(ObjectMapper json, ToIntFunction<List<String>> store) {
        this.json = json;
        this.store = store;
    }

    record BadLine(long line, String reason) {}

    /** @param malformed the first {@value #REPORTED} of them; {@code malformedLines} counts all */
    record Result(long accepted, long duplicates, List<BadLine> malformed, long malformedLines) {}

    Result read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        byte[] buffer = new byte[16_384];
        long number = 1;
        boolean any = false;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    take(number++, line);
                    any = false;
                } else {
                    any = true;
                    if (line.size() <= LONGEST_LINE) {
                        line.write(buffer[i]);
                    }
                }
            }
        }
        if (any) {
            take(number, line);
        }
        flush();
        return new Result(accepted, read - accepted, List.copyOf(malformed), malformedLines);
    }

    private void take(long number, ByteArrayOutputStream line) {
        byte[] bytes = line.toByteArray();
        line.reset();
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return;
        }
        Optional<String> reason = bytes.length > LONGEST_LINE ? Optional.of("the line is too long") : take(text);
        reason.ifPresent(r -> {
            malformedLines++;
            if (malformed.size() < REPORTED) {
                malformed.add(new BadLine(number, r));
            }
        });
    }

    /** Why the line is bad; empty if it was taken. */
    private Optional<String> take(String text) {
        @Nullable JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.of("is no JSON");
        }
        if (node == null
                || !node.isObject()
                || node.size() != 1
                || !node.path("subjectId").isTextual()) {
            return Optional.of("must be {\"subjectId\": \"…\"}");
        }
        String subjectId = node.path("subjectId").asText();
        Optional<String> violation = SubjectId.check(subjectId)
                .map(v -> v.personalData() ? "subjectId looks like personal data" : "subjectId is malformed");
        if (violation.isEmpty()) {
            read++;
            batch.add(subjectId);
            if (batch.size() == BATCH) {
                flush();
            }
        }
        return violation;
    }

    private void flush() {
        if (!batch.isEmpty()) {
            accepted += store.applyAsInt(batch.stream().distinct().sorted().toList());
            batch.clear();
        }
    }
}
