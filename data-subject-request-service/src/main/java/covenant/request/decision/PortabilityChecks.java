package covenant.request.decision;

import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.facts.PersonFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The four conditions of the Network Data Security Regulation art. 25, each recorded (R-GAP-5). Pure.
 *
 * @param identityVerified (1) the requester's true identity can be verified
 * @param consentedOrContractual (2) the data was given by consent or collected for a contract
 * @param technicallyPossible (3) every such category has a holder that can hand it in
 * @param othersUnharmed (4) no lawful interest of others is harmed: their data is left out
 * @param categories what may be handed over
 */
public record PortabilityChecks(
        boolean identityVerified,
        boolean consentedOrContractual,
        boolean technicallyPossible,
        boolean othersUnharmed,
        List<String> categories,
        List<String> leftOut) {

    static PortabilityChecks of(
            List<String> wanted, PersonFacts facts, Catalogue catalogue, java.util.function.Predicate<String> held) {
        List<Category> asked = catalogue.wanted(wanted).stream()
                .filter(c -> c.state().equals("ON") || facts.consented().contains(c.name()))
                .toList();
        List<Category> own = asked.stream().filter(c -> !c.thirdPerson()).toList();
        List<Category> based =
                own.stream().filter(c -> based(c, facts, catalogue)).toList();
        List<String> possible = based.stream().map(Category::name).filter(held).toList();
        List<String> leftOut = catalogue.wanted(wanted).stream()
                .map(Category::name)
                .filter(name -> !possible.contains(name))
                .toList();
        return new PortabilityChecks(
                true,
                !based.isEmpty(),
                based.isEmpty() || !possible.isEmpty(),
                !own.isEmpty(),
                possible,
                wanted.isEmpty() ? List.of() : leftOut);
    }

    private static boolean based(Category category, PersonFacts facts, Catalogue catalogue) {
        return facts.consented().contains(category.name())
                || category.purposes().stream()
                        .flatMap(code -> catalogue.purpose(code).stream())
                        .anyMatch(p -> p.bases().contains("CONTRACT"));
    }

    public boolean met() {
        return unmet() == null;
    }

    /** The first condition that is not met, in words for the person; null when all are. */
    public @Nullable String unmet() {
        if (!othersUnharmed) {
            return "所请求的信息属于他人，转移会损害他人合法权益 (the data is about other people)";
        }
        if (!consentedOrContractual) {
            return "所请求的信息不是基于您的同意或合同收集的 (the data was neither given by consent nor collected for a contract)";
        }
        if (!technicallyPossible) {
            return "目前没有可在技术上转移的信息 (no holder can hand the data over)";
        }
        return null;
    }
}
