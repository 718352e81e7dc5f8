package covenant.request.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.Requester;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.platform.time.WorkingDays;
import covenant.platform.web.Subjects;
import covenant.request.catalogue.Catalogue;
import covenant.request.notice.Notices;
import covenant.request.request.Request;
import covenant.request.request.RequestDecider;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request in. Nothing here looks at whether the person is known: for a stranger everything happens the same way
 * (R-5.2.1-2).
 */
@ApplicationScoped
class Filing {
    private static final Logger LOG = Logger.getLogger(Filing.class);

    private final RequestStore store;
    private final Requests requests;
    private final Timeline timeline;
    private final Catalogue catalogue;
    private final FieldCipher cipher;
    private final Notices notices;
    private final Caller caller;
    private final CovenantClock clock;
    private final WorkingDays workingDays;
    private final ObjectMapper json;
    private final int identityDays;
    private final int targetDays;
    private final int checkDays;
    private final java.util.Set<Integer> alarmed = java.util.concurrent.ConcurrentHashMap.newKeySet();

    Filing(
            RequestStore store,
            Requests requests,
            Timeline timeline,
            Catalogue catalogue,
            FieldCipher cipher,
            Notices notices,
            Caller caller,
            CovenantClock clock,
            WorkingDays workingDays,
            ObjectMapper json,
            @ConfigProperty(name = "covenant.request.identity-days") int identityDays,
            @ConfigProperty(name = "covenant.request.target-working-days") int targetDays,
            @ConfigProperty(name = "covenant.request.identity-check-working-days") int checkDays) {
        this.store = store;
        this.requests = requests;
        this.timeline = timeline;
        this.catalogue = catalogue;
        this.cipher = cipher;
        this.notices = notices;
        this.caller = caller;
        this.clock = clock;
        this.workingDays = workingDays;
        this.json = json;
        this.identityDays = identityDays;
        this.targetDays = targetDays;
        this.checkDays = checkDays;
    }

    Request file(NewRequestBody body) {
        Instant now = clock.now();
        Request request = request(body, now);
        byte[] scope = Scope.of(request.categories(), request.appealOf(), body.accountId(), request.handler());
        WorkingDays.Deadline target = workingDays.after(request.receivedAt(), targetDays);
        alarmOnce(target);
        if (!store.insert(
                request,
                scope,
                new RequestStore.Clocks(target.dueAt(), identityCheck(request)),
                sealed(request, body))) {
            throw duplicate(request, scope);
        }
        Instant expiresAt = LegalCalendar.fullDaysAfter(now, identityDays);
        requests.tell(
                request,
                List.of(
                        new DsrEvent.DataSubjectRequestReceived(
                                request.id(),
                                request.type(),
                                request.categories(),
                                request.claimedTrigger(),
                                request.requester(),
                                request.channel(),
                                request.appealOf(),
                                request.receivedAt()),
                        new DsrEvent.IdentityVerificationRequired(
                                request.id(), request.type(), RequestDecider.methods(request), expiresAt)));
        if (body.scanSha256() != null) {
            timeline.note(
                    request.id(),
                    "LetterScanned",
                    caller.actor().header(),
                    now,
                    Map.of("scanSha256", body.scanSha256()));
        }
        notices.received(request, expiresAt);
        return request;
    }

    /** Our clock runs where only an operator can check: who asks for another person, and what came by letter or call. */
    private @Nullable Instant identityCheck(Request request) {
        boolean ours = caller.has(Roles.PRIVACY_OPERATOR)
                || RequestDecider.methods(request).equals(List.of(DsrEvent.VerificationMethod.DOCUMENT));
        return ours ? workingDays.after(request.createdAt(), checkDays).dueAt() : null;
    }

    /** A year that is missing is an alarm (T-8), once per process and not once per request. */
    private void alarmOnce(WorkingDays.Deadline target) {
        if (target.missingYears().stream().anyMatch(alarmed::add)) {
            LOG.errorf("Holiday table lacks %s: Monday to Friday count as working days", target.missingYears());
        }
    }

    private Request request(NewRequestBody body, Instant now) {
        String subjectId = Subjects.requireSubjectId(body.subjectId());
        caller.requireOwn(subjectId);
        if (body.accountId() != null) {
            Subjects.requireAccountId(body.accountId());
        }
        Instant receivedAt = body.receivedAt() == null ? now : body.receivedAt();
        if (receivedAt.isAfter(now)) {
            throw Refusal.invalid("receivedAt", "must not lie in the future").asException();
        }
        requireFitting(body);
        List<String> categories = categories(body);
        requireAppealable(body, subjectId);
        return new Request(
                Ids.next(now),
                subjectId,
                body.type(),
                categories,
                body.trigger(),
                body.requester() == null ? Requester.SELF : body.requester(),
                body.channel(),
                body.appealOf(),
                body.handler(),
                body.accountId(),
                receivedAt.truncatedTo(java.time.temporal.ChronoUnit.MICROS),
                now,
                new RequestState.Received(LegalCalendar.fullDaysAfter(now, identityDays)),
                List.of(),
                false);
    }

    private static void requireFitting(NewRequestBody body) {
        boolean given = body.corrections() != null && !body.corrections().isEmpty();
        boolean corrects = switch (body.type()) {
            case CORRECTION, COMPLETION -> true;
            case ACCESS,
                    COPY,
                    DELETION,
                    RESTRICTION,
                    WITHDRAWAL,
                    PORTABILITY,
                    EXPLANATION,
                    HUMAN_REVIEW,
                    ACCOUNT_CLOSURE,
                    COMPLAINT -> false;
        };
        if (given != corrects) {
            throw Refusal.invalid(
                            "corrections",
                            corrects ? "are required for this type" : "are for CORRECTION and COMPLETION only")
                    .asException();
        }
        if (body.trigger() != null && body.type() != DsrEvent.RequestType.DELETION) {
            throw Refusal.invalid("trigger", "is for DELETION only").asException();
        }
    }

    /** Sorted, each once; a correction is about the categories of its values. */
    private List<String> categories(NewRequestBody body) {
        List<String> named = body.categories() == null ? List.of() : body.categories();
        catalogue.unknown("categories", named).ifPresent(refusal -> {
            throw refusal.asException();
        });
        List<String> corrected = body.corrections() == null
                ? List.of()
                : body.corrections().stream()
                        .map(NewRequestBody.CorrectionBody::category)
                        .toList();
        catalogue.unknown("corrections", corrected).ifPresent(refusal -> {
            throw refusal.asException();
        });
        requireHoldable(body, named);
        requireHoldable(body, corrected);
        if (!corrected.isEmpty() && !named.isEmpty() && !corrected.containsAll(named)) {
            throw Refusal.invalid("categories", "must be those of the corrections")
                    .asException();
        }
        return Stream.concat(named.stream(), corrected.stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Nobody may hold a forbidden category, so there is nothing to show, hand over or correct (R-5.2.1-3). To delete or
     * restrict it can be asked for: if somebody holds it after all, the person must be heard.
     */
    private void requireHoldable(NewRequestBody body, List<String> names) {
        boolean wantsData = switch (body.type()) {
            case ACCESS, COPY, PORTABILITY, CORRECTION, COMPLETION -> true;
            case DELETION, RESTRICTION, WITHDRAWAL, EXPLANATION, HUMAN_REVIEW, ACCOUNT_CLOSURE, COMPLAINT -> false;
        };
        catalogue.forbidden("categories", names).filter(refusal -> wantsData).ifPresent(refusal -> {
            throw refusal.asException();
        });
    }

    private void requireAppealable(NewRequestBody body, String subjectId) {
        if (body.appealOf() == null) {
            return;
        }
        Request refused = store.find(body.appealOf())
                .filter(r -> r.subjectId().equals(subjectId))
                .orElseThrow(() -> Refusal.invalid("appealOf", "is no request of this person")
                        .asException());
        if (refused.type() != body.type()) {
            throw Refusal.invalid("type", "must be that of the request appealed against")
                    .asException();
        }
        boolean refusedWholeOrPart = refused.state() instanceof RequestState.Refused
                || !refused.refused().isEmpty();
        if (!refusedWholeOrPart) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The request appealed against was not refused.");
        }
    }

    private RequestStore.Sealed sealed(Request request, NewRequestBody body) {
        return new RequestStore.Sealed(
                body.corrections() == null || body.corrections().isEmpty()
                        ? null
                        : cipher.encrypt(request.subjectId(), SealedFields.CORRECTIONS, write(body.corrections())),
                encrypted(request, body.content()));
    }

    private byte @Nullable [] encrypted(Request request, @Nullable String content) {
        return content == null || content.isBlank()
                ? null
                : cipher.encrypt(request.subjectId(), SealedFields.CONTENT, content);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("corrections", e);
        }
    }

    private RefusedException duplicate(Request request, byte[] scope) {
        Refusal refusal = Refusal.of(ProblemCode.DUPLICATE_REQUEST, "The same request is open already.");
        return store.openTwin(request.subjectId(), request.type(), scope)
                .map(id -> refusal.with("requestId", id).with("id", id))
                .orElse(refusal)
                .asException();
    }

    /** What makes two requests of one person and type the same. */
    static final class Scope {
        private Scope() {}

        /** A hand-over to another handler is another wish. */
        static byte[] of(
                List<String> sortedCategories,
                java.util.@Nullable UUID appealOf,
                @Nullable String accountId,
                @Nullable String handler) {
            String text = String.join(",", sortedCategories) + "|" + appealOf + "|" + accountId
                    + (handler == null ? "" : "|" + handler);
            try {
                return java.security.MessageDigest.getInstance("SHA-256")
                        .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
