package covenant.notification.delivery;

import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The proof of a campaign: who was told when, by which channel, with what outcome (R-6.2-1, R-4.1.3-4). */
@Path("/v1/campaigns/{id}/notices")
class CampaignNoticesResource {
    private static final int BATCH = 500;

    private final NoticeStore notices;
    private final DeliveryStore deliveries;

    CampaignNoticesResource(NoticeStore notices, DeliveryStore deliveries) {
        this.notices = notices;
        this.deliveries = deliveries;
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The campaign's notices; ?outcome= chooses")
    public Page<NoticeView> list(
            @PathParam("id") UUID id,
            @QueryParam("outcome") Notice.@Nullable Outcome outcome,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<Notice> rows = notices.ofCampaign(id, outcome, page);
        return Page.of(rows, page, n -> List.of(n.outcome().name(), n.id().toString()))
                .map(viewsOf(rows)::get);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Produces("text/csv;charset=UTF-8")
    @Operation(summary = "All of the campaign's notices as a table, a line per delivery, in constant memory")
    public StreamingOutput table(@PathParam("id") UUID id, @QueryParam("outcome") Notice.@Nullable Outcome outcome) {
        return out -> {
            Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            csv.write("subjectId,noticeId,outcome,channel,status,attempts,code,sentAt,deliveredAt,failedAt\r\n");
            @Nullable String cursor = null;
            do {
                PageRequest page = new PageRequest(BATCH, cursor);
                List<Notice> rows = notices.ofCampaign(id, outcome, page);
                Map<Notice, NoticeView> views = viewsOf(rows);
                Page<Notice> read = Page.of(rows, page, n -> List.of(n.outcome().name(), n.id().toString()));
                for (Notice notice : read.items()) {
                    write(csv, java.util.Objects.requireNonNull(views.get(notice)));
                }
                cursor = read.next();
            } while (cursor != null);
            csv.flush();
        };
    }

    private Map<Notice, NoticeView> viewsOf(List<Notice> rows) {
        Map<UUID, List<Delivery>> tries = deliveries
                .ofNotices(rows.stream().map(Notice::id).toList())
                .stream()
                .collect(Collectors.groupingBy(Delivery::noticeId));
        return rows.stream()
                .collect(Collectors.toMap(
                        Function.identity(), n -> NoticeView.of(n, tries.getOrDefault(n.id(), List.of()))));
    }

    private static void write(Writer csv, NoticeView n) throws IOException {
        String head = n.subjectId() + "," + n.id() + "," + n.outcome() + ",";
        if (n.deliveries().isEmpty()) {
            csv.write(head + ",,,,,,\r\n");
        }
        for (NoticeView.DeliveryView d : n.deliveries()) {
            csv.write(head + d.channel() + "," + d.status() + "," + d.attempts() + "," + text(d.code()) + ","
                    + text(d.sentAt()) + "," + text(d.deliveredAt()) + "," + text(d.failedAt()) + "\r\n");
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
