package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Uses without consent (policy 1.3), decisions against, and calls that were refused. */
final class ExceptionsTally implements Tally {

    private final Pivot exceptions =
            new Pivot("exceptions", "Uses by exception", List.of("exception", "purpose"), List.of("used"));
    private final Pivot denials =
            new Pivot("denials", "Denied by reason", List.of("code", "purpose"), List.of("denied"));
    private final Pivot refusals =
            new Pivot("refusedCalls", "Refused calls", List.of("service", "code"), List.of("refused"));

    @Override
    public List<String> types() {
        return List.of("ExceptionUsed", "DecisionRecorded", "CallRefused");
    }

    @Override
    public void take(LoggedFact fact) {
        switch (fact.type()) {
            case "ExceptionUsed" -> exceptions.count("used", known(fact, "exceptionCode"), known(fact, "purpose"));
            case "CallRefused" -> refusals.count("refused", fact.service(), known(fact, "code"));
            case "DecisionRecorded" -> {
                if (!fact.text("decision").equals("PERMIT")) {
                    denials.count("denied", known(fact, "code"), known(fact, "purpose"));
                }
            }
            default -> {}
        }
    }

    private static String known(LoggedFact fact, String field) {
        return fact.readable() ? fact.text(field) : "(erased)";
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("exceptionsUsed", exceptions.total("used"));
        figures.put("denied", denials.total("denied"));
        figures.put("callsRefused", refusals.total("refused"));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        return List.of(exceptions.table(), denials.table(), refusals.table());
    }
}
