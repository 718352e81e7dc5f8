package covenant.request.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent.Requester;
import covenant.contracts.NotificationEvent;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.crypto.SealedBox;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks the notification service to write to the person. Whether she has an address, or is known at all, is not seen here,
 * so no answer can depend on it (R-5.2.1-2). Personal parameters travel sealed.
 */
@ApplicationScoped
public class Notices {
    /** Goes to the person's own address only, never into an inbox that a session opens. */
    private static final String CODE = "identity-code";

    private final Outbox outbox;
    private final SealedBox.Sender sender;
    private final CovenantClock clock;
    private final ObjectMapper json;

    Notices(Outbox outbox, SealedBox.Sender sender, CovenantClock clock, ObjectMapper json) {
        this.outbox = outbox;
        this.sender = sender;
        this.clock = clock;
        this.json = json;
    }

    /** The person is told how to go on: prove who she is, until when. */
    public void received(Request request, Instant identityExpiresAt) {
        send(request, "request-received", "", Map.of("identityUntil", identityExpiresAt.toString()), Map.of(), null);
    }

    /** @param challengeId each code is a message of its own; none is sent once it has expired */
    public void code(Request request, UUID challengeId, String code, Instant expiresAt) {
        send(
                request,
                CODE,
                challengeId.toString(),
                Map.of("expiresAt", expiresAt.toString()),
                Map.of("code", code),
                expiresAt);
    }

    /** A failure is no refusal: how to go on, and when (R-5.2.1-4). The same for a stranger, who has no address here. */
    public void locked(Request request, Instant lockedUntil) {
        send(
                request,
                "identity-locked",
                lockedUntil.toString(),
                Map.of("lockedUntil", lockedUntil.toString()),
                Map.of(),
                null);
    }

    /** Nothing is decided yet: the person is asked (R-5.2-2, R-5.2-4). */
    public void question(Request request, String letter) {
        send(request, "request-question", "", Map.of(), Map.of("letter", letter), null);
    }

    /** Nothing is charged before the person agrees (R-5.2.1-7). */
    public void fee(Request request, String letter) {
        send(request, "request-fee", "", Map.of(), Map.of("letter", letter), null);
    }

    /** @param outcome FULL or PARTIAL; a package waits for download where {@code packageUntil} is given */
    public void answered(
            Request request, String occasion, String outcome, String letter, @Nullable Instant packageUntil) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("outcome", outcome);
        if (packageUntil != null) {
            parameters.put("packageUntil", packageUntil.toString());
        }
        send(request, "request-answered", occasion, parameters, Map.of("letter", letter), null);
    }

    public void refused(Request request, String occasion, String letter) {
        send(request, "request-refused", occasion, Map.of(), Map.of("letter", letter), null);
    }

    /** An apology: the answer is late, and work goes on. */
    public void overdue(Request request, Instant replyDue) {
        send(request, "request-overdue", "", Map.of("replyDue", replyDue.toString()), Map.of(), null);
    }

    private void send(
            Request request,
            String template,
            String occasion,
            Map<String, String> parameters,
            Map<String, String> personal,
            @Nullable Instant notAfter) {
        if (request.requester() == Requester.RELATIVE_OF_DECEASED) {
            return; // The person's own address is no way to reach the relative: the operator answers by the channel.
        }
        UUID id = Ids.next(clock.now());
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("requestId", request.id().toString());
        all.put("requestType", request.type().name());
        outbox.append(EventDraft.about(
                request.subjectId(),
                id.toString(),
                new NotificationEvent.NotificationRequested(
                        id,
                        MessageClass.RIGHTS,
                        template,
                        request.subjectId(),
                        null,
                        template.equals(CODE) ? List.of(Channel.EMAIL, Channel.SMS) : null,
                        all,
                        personal.isEmpty() ? null : sender.seal(id.toString(), write(personal)),
                        template + ":" + request.id() + (occasion.isEmpty() ? "" : ":" + occasion),
                        new NotificationEvent.About(null, null, null, request.id(), null),
                        notAfter)));
    }

    private String write(Map<String, String> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("sealed parameters", e);
        }
    }
}
