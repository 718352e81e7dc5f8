package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.letter.LetterPdf;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Letters and calls: people do them and say what came of it (R-4.1.3-11). */
@Path("/v1/work-items")
class WorkItemResource {
    private final DeliveryStore deliveries;
    private final NoticeStore notices;
    private final NoticeLedger ledger;
    private final WorkSheets sheets;
    private final LetterPdf pdf;
    private final CovenantClock clock;

    WorkItemResource(
            DeliveryStore deliveries,
            NoticeStore notices,
            NoticeLedger ledger,
            WorkSheets sheets,
            LetterPdf pdf,
            CovenantClock clock) {
        this.deliveries = deliveries;
        this.notices = notices;
        this.ledger = ledger;
        this.sheets = sheets;
        this.pdf = pdf;
        this.clock = clock;
    }

    enum Outcome {
        REACHED,
        FAILED
    }

    /** Why a letter or a call reached nobody. */
    enum Failure {
        NO_ANSWER,
        WRONG_NUMBER,
        RETURNED,
        ADDRESS_UNKNOWN,
        REFUSED
    }

    record OutcomeRequest(
            @NotNull Outcome outcome, @Nullable Failure reason) {}

    /** The address itself is on the sheet, which only a second factor opens. */
    record WorkItemView(
            UUID id,
            Channel channel,
            Delivery.Status status,
            String subjectId,
            MessageClass messageClass,
            String template,
            Instant createdAt) {}

    record SheetRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._:/-]{1,64}")
            String ticket) {}

    @GET
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Operation(summary = "Letters and calls, oldest first; those that wait unless ?status= says otherwise")
    public Page<WorkItemView> list(
            @QueryParam("channel") @Nullable Channel channel,
            @QueryParam("status") Delivery.@Nullable Status status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<Delivery> rows = deliveries.workItems(channel, status == null ? Delivery.Status.QUEUED : status, page);
        return Page.of(rows, page, d -> List.of(d.createdAt().toString(), d.id().toString()))
                .map(this::view);
    }

    @POST
    @AnswersAfresh
    @Path("/{id}/sheet")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Operation(
            summary = "Address and text of a letter or call, in clear: what to write, or whom to call and what to say")
    public WorkSheets.Sheet sheet(@PathParam("id") UUID id, @NotNull @Valid SheetRequest request) {
        return sheets.open(item(id), request.ticket());
    }

    @POST
    @AnswersAfresh
    @Path("/{id}/letter")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Produces("application/pdf")
    @Operation(summary = "The letter, print-ready on A4 for an envelope with a window")
    public byte[] letter(@PathParam("id") UUID id, @NotNull @Valid SheetRequest request) {
        Delivery delivery = item(id);
        if (delivery.channel() != Channel.LETTER) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "This work item is no letter.");
        }
        return pdf.print(sheets.open(delivery, request.ticket()).letter(LegalCalendar.dayOf(clock.now())));
    }

    @POST
    @Path("/{id}/outcome")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @Operation(summary = "What came of a letter or call; FAILED goes on with the next channel")
    public Response outcome(@PathParam("id") UUID id, @NotNull @Valid OutcomeRequest request) {
        Delivery delivery = item(id);
        Failure reason = request.reason();
        boolean changed = switch (request.outcome()) {
            case REACHED -> ledger.delivered(delivery);
            case FAILED -> ledger.failed(delivery, reason == null ? "NOT_REACHED" : reason.name());
        };
        if (!changed) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The outcome was recorded before.");
        }
        return Response.ok(view(item(id))).build();
    }

    private Delivery item(UUID id) {
        return deliveries
                .find(id)
                .filter(Delivery::byHand)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such work item."));
    }

    private WorkItemView view(Delivery d) {
        Notice n = notices.find(d.noticeId()).orElseThrow();
        return new WorkItemView(
                d.id(), d.channel(), d.status(), d.subjectId(), n.messageClass(), n.template(), d.createdAt());
    }
}
