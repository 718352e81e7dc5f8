package covenant.audit.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.log.NoteSigner;
import covenant.audit.query.QueryRecord;
import covenant.audit.reading.Period;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Reports over a period, as JSON, CSV or HTML; the compliance audit also as a signed file that verifies offline. */
@Path("/v1/reports")
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class ReportResource {

    private static final String CSV = "text/csv";
    private static final String ZIP = "application/zip";
    private static final List<MediaType> FORMS = List.of(
            MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(CSV), MediaType.TEXT_HTML_TYPE, MediaType.valueOf(ZIP));

    private final Reports reports;
    private final AuditPackages packages;
    private final NoteSigner signer;
    private final QueryRecord record;
    private final Caller caller;
    private final ObjectMapper json;

    ReportResource(
            Reports reports,
            AuditPackages packages,
            NoteSigner signer,
            QueryRecord record,
            Caller caller,
            ObjectMapper json) {
        this.reports = reports;
        this.packages = packages;
        this.signer = signer;
        this.record = record;
        this.caller = caller;
        this.json = json;
    }

    /**
     * Entries count by their business time.
     *
     * @param from RFC 3339 instant, or a date in Asia/Shanghai; from the beginning if absent
     * @param to end, exclusive; as a date the last day, inclusive; until now if absent
     */
    @GET
    @Path("/{report}")
    @Produces({MediaType.APPLICATION_JSON, CSV, MediaType.TEXT_HTML, ZIP})
    @Operation(
            summary =
                    "requests, consents, retention, incidents, sharing, data-access, policy-changes or compliance-audit of a period")
    public Response report(
            @PathParam("report") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @Context HttpHeaders headers) {
        ReportKind kind = ReportKind.byPath(name)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such report."));
        Period period = Period.of(from, to);
        MediaType form = form(headers);
        if (form.getSubtype().equals("zip")) {
            if (kind != ReportKind.COMPLIANCE_AUDIT) {
                throw new RefusedException(ProblemCode.NOT_ACCEPTABLE, "Only compliance-audit comes as a ZIP.");
            }
            caller.requireMfa();
        }
        record.write("/v1/reports/" + kind.path(), period);
        Report report = reports.compute(kind, period);
        return kind == ReportKind.COMPLIANCE_AUDIT ? compliance(report, form) : plain(report, form);
    }

    private static Response plain(Report report, MediaType form) {
        return switch (form.getSubtype()) {
            case "csv" -> text(ReportCsv.of(report), CSV);
            case "html" -> text(ReportHtml.of(report, ""), MediaType.TEXT_HTML);
            default ->
                Response.ok(report.toMap(), MediaType.APPLICATION_JSON_TYPE).build();
        };
    }

    private Response compliance(Report report, MediaType form) {
        AuditPackage audit = packages.of(report.period(), report.head());
        ComplianceView view = new ComplianceView(report, audit, signer, json);
        return switch (form.getSubtype()) {
            case "csv" -> text(ReportCsv.of(view.report()), CSV);
            case "html" -> text(view.html(), MediaType.TEXT_HTML);
            case "zip" -> {
                StreamingOutput zip = out -> new AuditPackageZip(packages, signer, json)
                        .write(audit, report.head().note(), view, out);
                yield Response.ok(zip, ZIP)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"compliance-audit.zip\"")
                        .build();
            }
            default ->
                Response.ok(view.toMap(), MediaType.APPLICATION_JSON_TYPE).build();
        };
    }

    private static Response text(String text, String type) {
        return Response.ok(text, type + ";charset=utf-8").build();
    }

    /** The first acceptable form that we have; JSON if anything will do. */
    private static MediaType form(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(accepted -> FORMS.stream().filter(accepted::isCompatible))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON_TYPE);
    }
}
