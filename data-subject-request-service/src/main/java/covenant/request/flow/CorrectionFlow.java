package covenant.request.flow;

import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.VerificationMethod;
import covenant.request.answer.Answers;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.Requests;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrections (policy 5.1.1, 5.1.3). Verified identity fields need a document, which an operator looks at. Categories that are
 * not open to correction are named with the reason and the law; the others are corrected meanwhile (R-5.1.3-1).
 */
@ApplicationScoped
class CorrectionFlow {
    private final Requests requests;
    private final RequestOrders orders;
    private final Answers answers;
    private final Catalogue catalogue;

    CorrectionFlow(Requests requests, RequestOrders orders, Answers answers, Catalogue catalogue) {
        this.requests = requests;
        this.orders = orders;
        this.answers = answers;
        this.catalogue = catalogue;
    }

    /** A category that is not open, as it is named to the person. */
    record NotOpen(String category, String label, String reason) {
        static NotOpen of(Category c) {
            return new NotOpen(c.name(), c.label().zh(), c.restriction());
        }
    }

    void verified(Request request) {
        List<Category> wanted = catalogue.wanted(request.categories());
        List<NotOpen> restricted = restricted(wanted);
        List<String> open = wanted.stream()
                .filter(c -> !c.correctionRestricted())
                .map(Category::name)
                .toList();
        List<String> identity = wanted.stream()
                .filter(Category::identityField)
                .map(Category::name)
                .toList();
        boolean byDocument = request.state().proof().map(Proof::method).orElse(null) == VerificationMethod.DOCUMENT;
        boolean held = open.stream().anyMatch(orders::correctable);
        if (!held || (!identity.isEmpty() && !byDocument)) {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("restricted", restricted);
            found.put("identityFields", identity);
            found.put("needsDocument", !identity.isEmpty() && !byDocument);
            answers.review(request, found);
            return;
        }
        order(requests.apply(request, new RequestCommand.Accept(open, null, null, true)), open);
    }

    /** An operator accepted all of it. */
    void order(Request request) {
        order(request, request.remaining());
    }

    private void order(Request request, List<String> categories) {
        int internal = orders.correction(request, categories);
        Request begun = requests.apply(request, new RequestCommand.Begin());
        if (internal == 0) {
            answers.complete(begun, Outcome.FULL, Map.of(), null);
        }
    }

    private static List<NotOpen> restricted(List<Category> wanted) {
        return wanted.stream()
                .filter(Category::correctionRestricted)
                .map(NotOpen::of)
                .toList();
    }

    /** What was asked for and not ordered, because it is not open to correction. */
    List<NotOpen> leftOut(Request request, List<String> ordered) {
        return restricted(catalogue.wanted(request.remaining())).stream()
                .filter(c -> !ordered.contains(c.category()))
                .toList();
    }
}
