package covenant.request.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.platform.call.CallContext;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.request.catalogue.Catalogue;
import covenant.request.facts.PersonFacts;
import covenant.request.notice.Notices;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Refuses requests, or parts of them: stores why, tells the person. Needs a running transaction. */
@ApplicationScoped
public class Refusals {
    private final Requests requests;
    private final RequestStore store;
    private final RefusalStore refusals;
    private final Letters letters;
    private final Notices notices;
    private final FieldCipher cipher;
    private final Catalogue catalogue;
    private final CallContext calls;
    private final CovenantClock clock;
    private final ObjectMapper json;

    Refusals(
            Requests requests,
            RequestStore store,
            RefusalStore refusals,
            Letters letters,
            Notices notices,
            FieldCipher cipher,
            Catalogue catalogue,
            CallContext calls,
            CovenantClock clock,
            ObjectMapper json) {
        this.requests = requests;
        this.store = store;
        this.refusals = refusals;
        this.letters = letters;
        this.notices = notices;
        this.cipher = cipher;
        this.catalogue = catalogue;
        this.calls = calls;
        this.clock = clock;
        this.json = json;
    }

    /**
     * A refusal as it was decided.
     *
     * @param secret naming the ground would break the law: a neutral letter leaves
     */
    public record Decided(
            RefusalGround ground,
            String reason,
            @Nullable String evidence,
            List<String> categories,
            boolean secret,
            String decidedBy,
            @Nullable String approvedBy) {}

    /** The four conditions, recorded whatever they say. */
    public PortabilityChecks checkPortability(Request request, PersonFacts facts, Predicate<String> held) {
        PortabilityChecks checks = PortabilityChecks.of(request.categories(), facts, catalogue, held);
        try {
            store.remember(request.id(), RequestStore.Fact.CHECKS, json.writeValueAsString(checks));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checks", e);
        }
        return checks;
    }

    /** A refusal that follows from a rule alone. */
    public Request byRule(Request request, RefusalGround ground, String reason) {
        return refuse(
                request,
                new Decided(
                        ground,
                        reason,
                        null,
                        List.of(),
                        false,
                        calls.current().actor().id(),
                        null));
    }

    public Request refuse(Request request, Decided decided) {
        Request after = requests.apply(
                request, new RequestCommand.Refuse(decided.ground(), decided.secret(), decided.categories()));
        boolean partial = !(after.state() instanceof RequestState.Refused);
        UUID id = Ids.next(clock.now());
        String letter = decided.secret()
                ? letters.neutral(request)
                : letters.refusal(request, decided.ground(), partial, decided.categories(), decided.reason());
        refusals.insert(new RefusalStore.Row(
                id,
                request.id(),
                clock.now(),
                decided.ground(),
                decided.secret(),
                partial,
                decided.categories(),
                decided.decidedBy(),
                decided.approvedBy(),
                cipher.encrypt(request.subjectId(), SealedFields.REASON, decided.reason()),
                decided.evidence() == null
                        ? null
                        : cipher.encrypt(request.subjectId(), SealedFields.EVIDENCE, decided.evidence())));
        store.seal(request.id(), cipher.encrypt(request.subjectId(), SealedFields.LETTER, letter));
        notices.refused(request, id.toString(), letter);
        return after;
    }
}
