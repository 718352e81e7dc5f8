package covenant.request.flow;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.HolderOrderEvent.RestrictionEffect;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.decision.PortabilityChecks;
import covenant.request.decision.Refusals;
import covenant.request.export.Packages;
import covenant.request.facts.FactStore;
import covenant.request.facts.PersonFacts;
import covenant.request.fee.Fees;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.Requests;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows from a verified or accepted request, type by type. Runs in the caller's transaction. */
@ApplicationScoped
public class Flow {
    private final Requests requests;
    private final RequestOrders orders;
    private final Packages packages;
    private final Refusals refusals;
    private final Deletions deletions;
    private final CorrectionFlow corrections;
    private final AfterDeath afterDeath;
    private final Fees fees;
    private final Answers answers;
    private final FactStore facts;
    private final Catalogue catalogue;
    private final CovenantClock clock;

    Flow(
            Requests requests,
            RequestOrders orders,
            Packages packages,
            Refusals refusals,
            Deletions deletions,
            CorrectionFlow corrections,
            AfterDeath afterDeath,
            Fees fees,
            Answers answers,
            FactStore facts,
            Catalogue catalogue,
            CovenantClock clock) {
        this.requests = requests;
        this.orders = orders;
        this.packages = packages;
        this.refusals = refusals;
        this.deletions = deletions;
        this.corrections = corrections;
        this.afterDeath = afterDeath;
        this.fees = fees;
        this.answers = answers;
        this.facts = facts;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Decides by rule what a rule can decide; everything else waits for a person. */
    public void verified(Request request) {
        PersonFacts known = facts.of(request.subjectId(), clock.now());
        if (afterDeath.decides(request, known)) {
            return;
        }
        switch (request.type()) {
            case ACCESS, COPY -> access(accept(request, request.categories(), null, null, true));
            case PORTABILITY -> portability(request, known);
            case CORRECTION, COMPLETION -> corrections.verified(request);
            case DELETION -> deletions.verified(request, known);
            case RESTRICTION -> restriction(accept(request, request.categories(), null, null, true));
            case WITHDRAWAL -> withdrawal(accept(request, request.categories(), null, null, true), known);
            case ACCOUNT_CLOSURE ->
                closure(accept(request, request.categories(), null, request.accountId(), true), known);
            case EXPLANATION, HUMAN_REVIEW, COMPLAINT -> requests.apply(request, new RequestCommand.PutInReview());
        }
    }

    /** An operator accepted it. */
    public Request accepted(Request request, @Nullable DeletionTrigger trigger, @Nullable String letter) {
        List<String> granted = request.remaining();
        Request accepted = accept(request, granted, trigger, request.accountId(), false);
        switch (request.type()) {
            case ACCESS, COPY, PORTABILITY -> access(accepted);
            case CORRECTION, COMPLETION -> corrections.order(accepted);
            case RESTRICTION -> restriction(accepted);
            case DELETION -> {}
            case WITHDRAWAL -> withdrawal(accepted, facts.of(request.subjectId(), clock.now()));
            case ACCOUNT_CLOSURE -> closure(accepted, facts.of(request.subjectId(), clock.now()));
            case EXPLANATION, HUMAN_REVIEW, COMPLAINT -> answers.complete(accepted, Outcome.FULL, Map.of(), letter);
        }
        return requests.lock(request.id());
    }

    /** A person took a request back; a restriction that was in force is lifted at the holders, too. */
    public void cancelled(Request before, Request after) {
        orders.cancelOpen(after.id());
        packages.drop(after.id());
        boolean imposed = before.state() instanceof RequestState.Completed
                || before.state() instanceof RequestState.Accepted
                || before.state() instanceof RequestState.Executing;
        if (imposed && before.type() == covenant.contracts.DsrEvent.RequestType.RESTRICTION) {
            orders.restriction(after, names(after.remaining()), RestrictionEffect.LIFT);
        }
    }

    private Request accept(
            Request request,
            List<String> categories,
            @Nullable DeletionTrigger trigger,
            @Nullable String accountId,
            boolean automatic) {
        return requests.apply(request, new RequestCommand.Accept(categories, trigger, accountId, automatic));
    }

    /** Categories whose access the law restricts are not fetched; the package names them with the reason (R-5.1.3-1). */
    private void access(Request request) {
        List<String> open = catalogue.wanted(request.remaining()).stream()
                .filter(c -> !c.accessRestricted() && !request.refused().contains(c.name()))
                .map(Category::name)
                .toList();
        fetch(request, open);
    }

    private void fetch(Request request, List<String> categories) {
        int placed = categories.isEmpty() ? 0 : orders.access(request, categories);
        requests.apply(request, new RequestCommand.Begin());
        if (placed == 0) {
            packages.due(request, false);
        }
    }

    /** The first ones of a month are free and never held up; after that a fee may be quoted (R-5.2.1-7). */
    private void portability(Request request, PersonFacts known) {
        int inMonth = fees.inMonth(request);
        if (fees.mayCost(inMonth)) {
            answers.review(request, Map.of("feeQuotePossible", true, "requestsThisMonth", inMonth));
            return;
        }
        handOver(request, known);
    }

    /** The quoted fee was agreed to. */
    public Request feeAccepted(Request request) {
        handOver(request, facts.of(request.subjectId(), clock.now()));
        return requests.lock(request.id());
    }

    private void handOver(Request request, PersonFacts known) {
        PortabilityChecks checks = refusals.checkPortability(request, known, orders::held);
        if (!checks.met()) {
            refusals.byRule(request, RefusalGround.PORTABILITY_CONDITION_UNMET, String.valueOf(checks.unmet()));
            return;
        }
        fetch(accept(request, checks.categories(), null, null, true), checks.categories());
    }

    private void restriction(Request request) {
        int placed = orders.restriction(request, names(request.remaining()), RestrictionEffect.IMPOSE);
        Request begun = requests.apply(request, new RequestCommand.Begin());
        if (placed == 0) {
            answers.complete(begun, Outcome.FULL, Map.of(), null);
        }
    }

    /** The retention-service closes the accounts it knows, the account system others; both tell. Closed already: nothing is left to do. */
    private void closure(Request request, PersonFacts known) {
        boolean closed = request.accountId() == null
                ? known.allClosed()
                : known.closedAccounts().contains(request.accountId());
        if (closed) {
            answers.complete(request, Outcome.FULL, Map.of(), null);
        }
    }

    /** The consent-service withdraws and tells; where no consent lives nothing is left to do. */
    private void withdrawal(Request request, PersonFacts known) {
        if (!Withdrawn.somethingLives(request, known.consented())) {
            answers.complete(request, Outcome.FULL, Map.of(), null);
        }
    }

    private List<String> names(List<String> categories) {
        return catalogue.wanted(categories).stream().map(Category::name).toList();
    }
}
