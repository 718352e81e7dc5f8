package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Consents and what became of them, by purpose, cause and month (PIPL 13 to 15). */
final class ConsentsTally implements Tally {

    private static final Map<String, String> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("ConsentGranted", "granted");
        MEASURES.put("ConsentDeclined", "declined");
        MEASURES.put("ConsentWithdrawn", "withdrawn");
        MEASURES.put("ConsentSuperseded", "superseded");
        MEASURES.put("ConsentExpired", "expired");
        MEASURES.put("ConsentEnded", "ended");
    }

    private final Pivot byPurpose =
            new Pivot("byPurpose", "Consents by purpose", List.of("purpose"), List.copyOf(MEASURES.values()));
    private final Pivot withdrawals =
            new Pivot("withdrawals", "Withdrawals by cause", List.of("cause", "purpose"), List.of("withdrawn"));
    private final Pivot methods = new Pivot("methods", "Consents by method", List.of("method"), List.of("granted"));
    private final Pivot byMonth = new Pivot(
            "byMonth", "Consents and withdrawals by month", List.of("month"), List.of("granted", "withdrawn"));

    @Override
    public List<String> types() {
        return List.copyOf(MEASURES.keySet());
    }

    @Override
    public void take(LoggedFact fact) {
        String measure = MEASURES.get(fact.type());
        if (measure == null) {
            return;
        }
        String purpose = fact.readable() ? fact.text("purpose") : "(erased)";
        byPurpose.count(measure, purpose);
        if (measure.equals("granted")) {
            methods.count("granted", fact.readable() ? fact.text("method") : "(erased)");
            byMonth.count("granted", Months.of(fact.occurredAt()));
        }
        if (measure.equals("withdrawn")) {
            withdrawals.count("withdrawn", fact.readable() ? fact.text("cause") : "(erased)", purpose);
            byMonth.count("withdrawn", Months.of(fact.occurredAt()));
        }
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        MEASURES.values().forEach(measure -> figures.put(measure, byPurpose.total(measure)));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        return List.of(byPurpose.table(), withdrawals.table(), methods.table(), byMonth.table());
    }
}
