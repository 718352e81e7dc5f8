package covenant.consent.sharing;

import covenant.contracts.SharingEvent.Kind;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The sharing ledger, as the person sees it and as a whole. */
@Path("/v1")
class LedgerResource {
    private final Ledger ledger;
    private final BlindIndex pseudonyms;
    private final Caller caller;

    LedgerResource(Ledger ledger, BlindIndex pseudonyms, Caller caller) {
        this.ledger = ledger;
        this.pseudonyms = pseudonyms;
        this.caller = caller;
    }

    enum Outcome {
        PERMITTED,
        REFUSED
    }

    /**
     * An auditor also finds what is kept of a person who was erased; auditors and operators see what the person may not be told, and
     * that it may not be (R-1.3-4).
     */
    @GET
    @Path("/subjects/{id}/disclosures")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Who got what, when and on what ground, the newest first; refusals and publications too")
    public Page<Ledger.Disclosure> disclosures(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        boolean auditor = caller.has(Roles.COMPLIANCE_AUDITOR);
        List<String> ids =
                auditor ? List.of(subjectId, pseudonyms.pseudonym("consent.subject", subjectId)) : List.of(subjectId);
        return ledger.of(ids, auditor || caller.has(Roles.PRIVACY_OPERATOR), PageRequest.of(limit, cursor))
                .map(Ledger.Disclosure::withoutSubject);
    }

    @GET
    @Path("/disclosures")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The whole ledger, the newest first; of erased persons it knows a pseudonym")
    public Page<Ledger.Disclosure> all(
            @QueryParam("recipient") @Nullable String recipient,
            @QueryParam("outcome") @Nullable Outcome outcome,
            @QueryParam("kind") @Nullable Kind kind,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Ledger.Filter filter = new Ledger.Filter(
                recipient,
                outcome == null ? null : outcome.name(),
                kind == null ? null : kind.name(),
                instant("from", from),
                instant("to", to));
        return ledger.all(filter, caller.has(Roles.COMPLIANCE_AUDITOR), PageRequest.of(limit, cursor));
    }

    private static @Nullable Instant instant(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            // A year of more than four digits begins with a sign, and is nothing that a database holds.
            if (!text.startsWith("+") && !text.startsWith("-")) {
                return OffsetDateTime.parse(text).toInstant();
            }
            throw new DateTimeException("year");
        } catch (DateTimeException e) {
            throw Refusal.invalid(field, "must be an RFC 3339 instant").asException();
        }
    }
}
