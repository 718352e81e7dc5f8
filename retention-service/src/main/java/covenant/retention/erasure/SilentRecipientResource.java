package covenant.retention.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.platform.paging.Page;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who was told to erase and does not answer: for the data protection officer, who may have it suspended (R-5.2-6). */
@Path("/v1/silent-recipients")
class SilentRecipientResource {
    private final Jdbi jdbi;

    SilentRecipientResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param orders how many are open beyond their day, {@code escalated} of them to the data protection officer
     * @param since the earliest of those days
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SilentRecipient(String holder, @Nullable String kind, long orders, long escalated, Instant since) {}

    @GET
    @RolesAllowed({Roles.DPO, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.OPS})
    @Operation(
            summary = "Recipients whose erasures are overdue, the longest silent first",
            description = "Suspend one with POST /v1/holders/{id}/suspension at the consent-service; its duties go on.")
    public Page<SilentRecipient> list() {
        return new Page<>(
                jdbi.withHandle(h -> h.createQuery("""
                                select holder_id, holder_kind, count(*) as orders,
                                       count(*) filter (where escalated_at is not null) as escalated, min(due_by) as since
                                from holder_order where status in ('OVERDUE', 'ESCALATED') and overdue_at is not null
                                  and holder_kind is distinct from 'INTERNAL'
                                group by holder_id, holder_kind order by since, holder_id limit 500""")
                        .map((row, context) -> new SilentRecipient(
                                row.getString("holder_id"),
                                row.getString("holder_kind"),
                                row.getLong("orders"),
                                row.getLong("escalated"),
                                row.getTimestamp("since").toInstant()))
                        .list()),
                null);
    }
}
