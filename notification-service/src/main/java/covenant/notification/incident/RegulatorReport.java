package covenant.notification.incident;

import covenant.contracts.IncidentEvent.ReportKind;
import java.time.Instant;
import java.util.UUID;

/** A report that was handed to an authority. */
record RegulatorReport(
        UUID id,
        UUID incidentId,
        String authority,
        ReportKind kind,
        String reference,
        Instant reportedAt,
        boolean inTime,
        String recordedBy) {}
