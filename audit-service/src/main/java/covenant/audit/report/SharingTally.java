package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What left the house, to whom and on what ground (policy 3, PIPL 23). */
final class SharingTally implements Tally {

    private final Pivot byRecipient = new Pivot(
            "byRecipient", "Shared by recipient and ground", List.of("recipient", "ground"), List.of("shared"));
    private final Pivot byCategory =
            new Pivot("byCategory", "Shared by category", List.of("category"), List.of("shared"));
    private final Pivot refusals =
            new Pivot("refusals", "Refused by recipient and reason", List.of("recipient", "code"), List.of("refused"));
    private final Pivot others = new Pivot(
            "others",
            "Transfers and publications",
            List.of("act", "to", "ground"),
            List.of("transferred", "approved", "executed"));
    private final Set<String> persons = new HashSet<>();

    @Override
    public List<String> types() {
        return List.of(
                "PersonalDataShared",
                "SharingRefused",
                "TransferRecorded",
                "PublicDisclosureApproved",
                "PublicDisclosureRefused",
                "PublicDisclosureExecuted");
    }

    @Override
    public void take(LoggedFact fact) {
        switch (fact.type()) {
            case "PersonalDataShared" -> {
                byRecipient.count("shared", known(fact, "recipient"), known(fact, "ground"));
                fact.texts("categories").forEach(category -> byCategory.count("shared", category));
                if (fact.subject() != null) {
                    persons.add(fact.subject());
                }
            }
            case "SharingRefused" -> refusals.count("refused", known(fact, "recipient"), known(fact, "code"));
            case "PublicDisclosureRefused" -> refusals.count("refused", known(fact, "place"), known(fact, "code"));
            case "TransferRecorded" ->
                others.count("transferred", "TRANSFER", known(fact, "transferee"), known(fact, "ground"));
            case "PublicDisclosureApproved" ->
                others.count("approved", "PUBLICATION", known(fact, "place"), known(fact, "ground"));
            case "PublicDisclosureExecuted" -> others.count("executed", "PUBLICATION", known(fact, "place"), "-");
            default -> {}
        }
    }

    private static String known(LoggedFact fact, String field) {
        return fact.readable() ? fact.text(field) : "(erased)";
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("shared", byRecipient.total("shared"));
        figures.put("persons", (long) persons.size());
        figures.put("refused", refusals.total("refused"));
        figures.put("transferred", others.total("transferred"));
        figures.put("published", others.total("executed"));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        return List.of(byRecipient.table(), byCategory.table(), refusals.table(), others.table());
    }
}
