package covenant.audit.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The reports that there are (interfaces, audit-service). */
enum ReportKind {
    REQUESTS("requests", "Requests of data subjects", () -> only(new RequestsTally())),
    CONSENTS("consents", "Consents and withdrawals", () -> only(new ConsentsTally())),
    RETENTION("retention", "Retention and erasure", () -> only(new RetentionTally())),
    INCIDENTS("incidents", "Incidents and their clocks", () -> only(new IncidentsTally())),
    SHARING("sharing", "Sharing by recipient and ground", () -> only(new SharingTally())),
    DATA_ACCESS("data-access", "Data access by operator", () -> only(new DataAccessTally())),
    POLICY_CHANGES("policy-changes", "Policy changes and coverage", () -> only(new PolicyTally())),
    COMPLIANCE_AUDIT("compliance-audit", "Compliance audit", ReportKind::everything);

    private final String path;
    private final String title;
    private final Supplier<Map<String, Tally>> sections;

    ReportKind(String path, String title, Supplier<Map<String, Tally>> sections) {
        this.path = path;
        this.title = title;
        this.sections = sections;
    }

    static Optional<ReportKind> byPath(String path) {
        return Arrays.stream(values()).filter(kind -> kind.path.equals(path)).findFirst();
    }

    String path() {
        return path;
    }

    String title() {
        return title;
    }

    /** Fresh tallies, each under the prefix that its figures and tables get in this report. */
    Map<String, Tally> sections() {
        return sections.get();
    }

    private static Map<String, Tally> only(Tally tally) {
        return Map.of("", tally);
    }

    /** What an audit wants to see of a period (PIPL 54, R-GAP-9). */
    private static Map<String, Tally> everything() {
        Map<String, Tally> all = new LinkedHashMap<>();
        all.put("requests.", new RequestsTally());
        all.put("consents.", new ConsentsTally());
        all.put("retention.", new RetentionTally());
        all.put("incidents.", new IncidentsTally());
        all.put("sharing.", new SharingTally());
        all.put("dataAccess.", new DataAccessTally());
        all.put("policyChanges.", new PolicyTally());
        all.put("exceptions.", new ExceptionsTally());
        return all;
    }
}
