package covenant.audit.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.PersonKeys;
import covenant.audit.query.EntryView.Detail;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Entries for compliance: pages of JSON, and all of them as NDJSON or CSV with flat memory. */
@Path("/v1/entries")
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class EntriesResource {

    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";
    private static final String ROUTE = "/v1/entries";

    private final EntryStore store;
    private final PersonKeys keys;
    private final QueryRecord record;
    private final ObjectMapper json;

    EntriesResource(EntryStore store, PersonKeys keys, QueryRecord record, ObjectMapper json) {
        this.store = store;
        this.keys = keys;
        this.record = record;
        this.json = json;
    }

    /**
     * JSON: a page, the newest entries first unless {@code order=asc}. NDJSON and CSV: all of them, without limit and cursor; with
     * {@code opening=true} NDJSON says for each entry what its leaf commits to, for verifiers.
     */
    @GET
    @Produces({MediaType.APPLICATION_JSON, NDJSON, CSV})
    @Operation(
            summary =
                    "Entries by person, type, actor, service, correlation and time; a page as JSON, all as NDJSON or CSV")
    public Response entries(
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("type") @Nullable String type,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("service") @Nullable String service,
            @QueryParam("correlationId") @Nullable String correlationId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("order") @Nullable String order,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("opening") boolean opening,
            @Context HttpHeaders headers) {
        EntryFilter filter = EntryFilter.of(subjectId, type, actor, service, correlationId, from, to, order);
        PageRequest request = PageRequest.of(limit, cursor);
        @Nullable
        Long after =
                request.after(1).map(List::getFirst).map(PageRequest::number).orElse(null);
        MediaType wanted = wanted(headers);
        record.write(ROUTE, filter);
        Object answer = switch (wanted.getSubtype()) {
            case "x-ndjson" -> lines(filter, opening ? Detail.WITH_OPENING : Detail.PLAIN);
            case "csv" -> csv(filter);
            default -> page(filter, request, after);
        };
        return Response.ok(answer, wanted).build();
    }

    /** The first acceptable type that we have; JSON if anything will do. */
    private static MediaType wanted(HttpHeaders headers) {
        List<MediaType> ours =
                List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(NDJSON), MediaType.valueOf(CSV));
        return headers.getAcceptableMediaTypes().stream()
                .flatMap(accepted -> ours.stream().filter(accepted::isCompatible))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON_TYPE);
    }

    private Page<EntryView> page(EntryFilter filter, PageRequest request, @Nullable Long after) {
        List<EntryRow> rows = store.find(filter, after, request.rowsToRead());
        Page<EntryRow> page = Page.of(rows, request, row -> List.of(Long.toString(row.index())));
        return new Page<>(EntryView.of(page.items(), keys, Detail.PLAIN), page.next());
    }

    private StreamingOutput lines(EntryFilter filter, Detail detail) {
        return new EntryStream(store, keys, filter, detail).as(out -> {}, (entry, out) -> {
            out.write(json.writeValueAsBytes(entry));
            out.write('\n');
        });
    }

    private StreamingOutput csv(EntryFilter filter) {
        return new EntryStream(store, keys, filter, Detail.PLAIN)
                .as(out -> write(out, EntryCsv.HEADER), (entry, out) -> write(out, EntryCsv.line(entry)));
    }

    /** One entry with its leaf, and what the leaf commits to. */
    @GET
    @Path("/{index:[0-9]{1,18}}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One entry, with the leaf exactly as logged")
    public EntryView one(@PathParam("index") long index) {
        record.write(ROUTE + "/{index}");
        return store.find(index)
                .map(row -> EntryView.of(List.of(row), keys, Detail.WITH_LEAF).getFirst())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The log has no such entry."));
    }

    /** What is no index is the index of nothing; without this the routes of refused writes would answer 405. */
    @GET
    @Path("/{index:.+}")
    @Operation(hidden = true)
    public EntryView none() {
        throw new RefusedException(ProblemCode.NOT_FOUND, "The log has no such entry.");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
