package covenant.consent.assessment;

import java.time.LocalDate;
import java.util.List;

/** A personal-information protection impact assessment (PIPL art. 55, 56); the report itself stays with who wrote it. */
record Assessment(String id, Scope scope, Risk risk, String reportSha256, LocalDate assessedOn) {

    enum Risk {
        LOW,
        MEDIUM,
        HIGH
    }

    /** What was assessed; an empty list says nothing about that side. */
    record Scope(List<String> purposes, List<String> categories, List<String> recipients) {

        /** A whole purpose covers its parts. */
        boolean covers(String purpose, List<String> asked) {
            int dot = purpose.indexOf('.');
            return (purposes.contains(purpose) || (dot > 0 && purposes.contains(purpose.substring(0, dot))))
                    && categories.containsAll(asked);
        }
    }
}
