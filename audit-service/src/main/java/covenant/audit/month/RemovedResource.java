package covenant.audit.month;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;

/** Which months have no entries any more: verifiers check those by their hashes, up to the root that was signed at each month's end. */
@Path("/log/removed")
@PermitAll
public class RemovedResource {

    private final Jdbi jdbi;

    RemovedResource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Removed(List<Month> months) {}

    /** @param checkpoint signed note over the first {@code size} entries */
    record Month(String month, long first, long size, String checkpoint) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Months whose entries were removed when their time was over")
    public Removed removed() {
        return new Removed(jdbi.withHandle(handle -> handle.createQuery("""
                        select to_char(month, 'YYYY-MM') as name, r.first, r.size, note
                        from log_removal r join log_month using (month) order by month""")
                .map((row, context) -> new Month(
                        row.getString("name"), row.getLong("first"), row.getLong("size"), row.getString("note")))
                .list()));
    }
}
