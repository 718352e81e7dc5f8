package covenant.request.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent.Outcome;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.crypto.SubjectKeys;
import covenant.request.decision.Letters;
import covenant.request.notice.Notices;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the person: remembers what was done, writes the letter, asks for the notice. Needs a running transaction. */
@ApplicationScoped
public class Answers {
    private final Requests requests;
    private final RequestStore store;
    private final Letters letters;
    private final Notices notices;
    private final FieldCipher cipher;
    private final SubjectKeys keys;
    private final ObjectMapper json;

    Answers(
            Requests requests,
            RequestStore store,
            Letters letters,
            Notices notices,
            FieldCipher cipher,
            SubjectKeys keys,
            ObjectMapper json) {
        this.requests = requests;
        this.store = store;
        this.letters = letters;
        this.notices = notices;
        this.cipher = cipher;
        this.keys = keys;
        this.json = json;
    }

    /** A person decides; what the rules found, or what the requester is asked, is kept for her. */
    public void review(Request request, Map<String, ?> found) {
        remember(request, found);
        requests.apply(request, new RequestCommand.PutInReview());
    }

    /** The end of a request that was carried out. */
    public Request complete(Request request, Outcome outcome, Map<String, ?> result, @Nullable String text) {
        return complete(request, outcome, List.of(), result, text, null);
    }

    public Request complete(
            Request request,
            Outcome outcome,
            List<String> restricted,
            Map<String, ?> result,
            @Nullable String text,
            @Nullable Instant packageUntil) {
        remember(request, result);
        Request done = requests.apply(request, new RequestCommand.Complete(outcome, restricted));
        String told =
                done.state() instanceof RequestState.Completed c ? c.outcome().name() : outcome.name();
        tell(done, "completed", told, text, packageUntil);
        return done;
    }

    /** The answer leaves in time, without what is missing; the rest is still worked on (AC-57). */
    public Request partially(
            Request request,
            List<String> missing,
            List<String> restricted,
            Map<String, ?> result,
            @Nullable Instant packageUntil) {
        remember(request, result);
        Request after = requests.apply(request, new RequestCommand.AnswerPartially(missing, restricted));
        tell(after, "partial", Outcome.PARTIAL.name(), missingText(missing), packageUntil);
        return after;
    }

    /** What came after the answer. */
    public void write(Request request, String occasion, String text) {
        note(request, text).ifPresent(letter -> notices.answered(request, occasion, "NOTE", letter, null));
    }

    /** What this one would cost; it waits for the person's word (R-5.2.1-7). */
    public void quoteFee(Request request, String text) {
        note(request, text).ifPresent(letter -> notices.fee(request, letter));
    }

    /** A letter that is no end of the request, kept for the person; empty where nobody is left to read it. */
    private Optional<String> note(Request request, String text) {
        if (keys.isShredded(request.subjectId())) {
            return Optional.empty();
        }
        String letter = letters.note(request, text);
        store.seal(request.id(), cipher.encrypt(request.subjectId(), SealedFields.LETTER, letter));
        return Optional.of(letter);
    }

    /** The person is asked something before anything is decided; what is asked is shown, too (R-5.2-2, R-5.2-4). */
    public void ask(Request request, Map<String, ?> asked, String text) {
        review(request, asked);
        note(request, text).ifPresent(letter -> notices.question(request, letter));
    }

    private static @Nullable String missingText(List<String> missing) {
        return missing.isEmpty()
                ? null
                : "尚未答复的系统 (still missing): " + String.join(", ", missing) + "；收到后将补充告知 (will follow)。";
    }

    private void tell(
            Request request, String occasion, String outcome, @Nullable String text, @Nullable Instant packageUntil) {
        if (keys.isShredded(request.subjectId())) {
            return; // Nobody is left to be told, and nothing may be stored.
        }
        String letter = letters.answer(request, outcome, text);
        store.seal(request.id(), cipher.encrypt(request.subjectId(), SealedFields.LETTER, letter));
        notices.answered(request, occasion, outcome, letter, packageUntil);
    }

    private void remember(Request request, Map<String, ?> facts) {
        if (facts.isEmpty()) {
            return;
        }
        try {
            store.remember(request.id(), RequestStore.Fact.RESULT, json.writeValueAsString(facts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("result", e);
        }
    }
}
