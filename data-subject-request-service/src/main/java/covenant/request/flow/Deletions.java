package covenant.request.flow;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.catalogue.Catalogue;
import covenant.request.decision.Refusals;
import covenant.request.decision.TriggerFinder;
import covenant.request.facts.FactStore;
import covenant.request.facts.Hold;
import covenant.request.facts.HoldFacts;
import covenant.request.facts.PersonFacts;
import covenant.request.facts.RetentionEnd;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a deletion has a trigger (policy 5.2). What can be computed is accepted by rule; where nothing holds the person is
 * asked what she means before anything is refused (R-5.2-2); everything while an account is open ends the service, and she has
 * to confirm that (R-5.2-4). A request under review is looked at again when a fact arrives that may be a trigger.
 */
@ApplicationScoped
public class Deletions {
    private static final List<String> MEANINGS = List.of("WITHDRAWAL", "ACCOUNT_CLOSURE");

    private final Requests requests;
    private final RequestStore store;
    private final Refusals refusals;
    private final Answers answers;
    private final FactStore facts;
    private final HoldFacts holds;
    private final Catalogue catalogue;
    private final CovenantClock clock;

    Deletions(
            Requests requests,
            RequestStore store,
            Refusals refusals,
            Answers answers,
            FactStore facts,
            HoldFacts holds,
            Catalogue catalogue,
            CovenantClock clock) {
        this.requests = requests;
        this.store = store;
        this.refusals = refusals;
        this.answers = answers;
        this.facts = facts;
        this.holds = holds;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    void verified(Request request, PersonFacts known) {
        switch (find(request, known)) {
            case TriggerFinder.Finding.Holds holding -> accept(request, holding);
            case TriggerFinder.Finding.HoldsInPart part -> {
                Map<String, Object> found = staying(request);
                found.put("triggersFound", part.triggers());
                answers.review(request, found);
            }
            case TriggerFinder.Finding.None none -> withoutTrigger(request, known);
        }
    }

    /** A fact arrived that may be a trigger: what waits for a person to decide may be decidable by now. */
    void reconsider(String subjectId) {
        for (Request request : store.lockOpen(subjectId, List.of(RequestType.DELETION))) {
            if (request.state() instanceof RequestState.InReview
                    && find(request, facts.of(subjectId, clock.now())) instanceof TriggerFinder.Finding.Holds holding) {
                accept(request, holding);
            }
        }
    }

    /** She means neither: no trigger, with the reason and the remedies, unless she claims what an operator has to find. */
    public Request neither(Request request) {
        return needsFinding(request.claimedTrigger())
                ? request
                : refusals.byRule(
                        request,
                        RefusalGround.NO_TRIGGER,
                        "未发现应当删除的情形，您也表示不撤回同意、不注销账户"
                                + " (no case of deletion was found, and you want neither to withdraw nor to close)");
    }

    private TriggerFinder.Finding find(Request request, PersonFacts known) {
        return TriggerFinder.find(request.remaining(), request.accountId(), known, catalogue, clock.now());
    }

    private void accept(Request request, TriggerFinder.Finding.Holds found) {
        requests.apply(
                request, new RequestCommand.Accept(request.remaining(), found.trigger(), found.accountId(), true));
    }

    private void withoutTrigger(Request request, PersonFacts known) {
        Map<String, Object> found = staying(request);
        if (needsFinding(request.claimedTrigger())) {
            found.put("claimed", request.claimedTrigger());
            answers.review(request, found);
            return;
        }
        boolean endsService =
                request.categories().isEmpty() && !known.openAccounts().isEmpty();
        found.put("doYouMean", MEANINGS);
        found.put("serviceEnds", endsService);
        answers.ask(request, found, endsService ? ENDS_SERVICE : WHICH);
    }

    /** What would stay in any case: whoever decides has to see it (AC-32, AC-54). */
    private Map<String, Object> staying(Request request) {
        Instant now = clock.now();
        Map<String, Object> staying = new LinkedHashMap<>();
        List<Hold> active = holds.of(request.subjectId()).stream()
                .filter(h -> request.categories().isEmpty()
                        || request.categories().stream().anyMatch(h::covers))
                .toList();
        List<RetentionEnd> statutory = facts.retention(request.subjectId()).stream()
                .filter(end -> end.law() != null && end.dueAt().isAfter(now))
                .filter(end ->
                        request.categories().isEmpty() || request.categories().contains(end.category()))
                .toList();
        if (!active.isEmpty()) {
            staying.put("held", active);
        }
        if (!statutory.isEmpty()) {
            staying.put("statutory", statutory);
        }
        return staying;
    }

    private static boolean needsFinding(@org.jspecify.annotations.Nullable DeletionTrigger claimed) {
        return switch (claimed) {
            case null -> false;
            case UNLAWFUL_PROCESSING, BREACH_OF_AGREEMENT, PURPOSE_FULFILLED -> true;
            case NO_CONSENT, ACCOUNT_CLOSED, SERVICE_TERMINATED, CONSENT_WITHDRAWN, RETENTION_EXPIRED -> false;
        };
    }

    private static final String WHICH = "未发现应当删除的情形。您是希望撤回同意，还是注销账户？请在请求中答复；两者均会使删除得以进行。"
            + " (No case of deletion was found. Do you mean to withdraw your consent, or to close your account?"
            + " Either makes the deletion possible; please answer in the request.)";
    private static final String ENDS_SERVICE = "删除全部信息意味着我们将终止向您提供服务并注销您的账户。请在请求中确认后，我们将注销账户并提前删除。"
            + " (Deleting everything ends the service and closes your account. Once you confirm it in the request, the"
            + " account is closed and the data is erased early.)";
}
