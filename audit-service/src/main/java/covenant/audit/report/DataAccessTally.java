package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who read personal data, and who queried this log (R-4.1.2-3). */
final class DataAccessTally implements Tally {

    private final Pivot byOperator = new Pivot(
            "byOperator",
            "Reads by operator",
            List.of("operator"),
            List.of("accesses", "persons", "records", "unmasked", "withoutTicket"));
    private final Pivot bySystem = new Pivot("bySystem", "Reads by system", List.of("system"), List.of("accesses"));
    private final Pivot byCategory =
            new Pivot("byCategory", "Reads by category", List.of("category"), List.of("accesses"));
    private final Pivot queries =
            new Pivot("auditQueries", "Queries of this log", List.of("actor", "route"), List.of("queries"));
    private final Map<String, Set<String>> personsOf = new HashMap<>();
    private final Set<String> persons = new HashSet<>();

    @Override
    public List<String> types() {
        return List.of("PersonalDataAccessed", "AuditQueried");
    }

    @Override
    public void take(LoggedFact fact) {
        switch (fact.type()) {
            case "PersonalDataAccessed" -> accessed(fact);
            case "AuditQueried" -> queries.count("queries", fact.actor(), fact.text("route"));
            default -> {}
        }
    }

    private void accessed(LoggedFact fact) {
        String operator = fact.readable() ? fact.text("accessor") : "(erased)";
        byOperator.count("accesses", operator);
        byOperator.add("records", Math.max(1, fact.number("records")), operator);
        if (fact.is("unmasked")) {
            byOperator.count("unmasked", operator);
        }
        if (fact.readable() && fact.optional("ticket").isEmpty()) {
            byOperator.count("withoutTicket", operator);
        }
        if (fact.subject() != null) {
            persons.add(fact.subject());
            personsOf.computeIfAbsent(operator, none -> new HashSet<>()).add(fact.subject());
        }
        bySystem.count("accesses", fact.readable() ? fact.text("system") : "(erased)");
        fact.texts("categories").forEach(category -> byCategory.count("accesses", category));
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("accesses", byOperator.total("accesses"));
        figures.put("persons", (long) persons.size());
        figures.put("unmasked", byOperator.total("unmasked"));
        figures.put("auditQueries", queries.total("queries"));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        personsOf.forEach((operator, of) -> byOperator.add("persons", of.size(), operator));
        personsOf.clear();
        return List.of(byOperator.table(), bySystem.table(), byCategory.table(), queries.table());
    }
}
