package covenant.notification.delivery;

import covenant.contracts.DataAccessEvent;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.contact.ContactCard;
import covenant.notification.contact.Contacts;
import covenant.notification.template.Rendered;
import covenant.notification.template.Templates;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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
    private final Courier courier;
    private final Contacts contacts;
    private final Templates templates;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    WorkItemResource(
            DeliveryStore deliveries,
            NoticeStore notices,
            NoticeLedger ledger,
            Courier courier,
            Contacts contacts,
            Templates templates,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.deliveries = deliveries;
        this.notices = notices;
        this.ledger = ledger;
        this.courier = courier;
        this.contacts = contacts;
        this.templates = templates;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    enum Outcome {
        REACHED,
        FAILED
    }

    record OutcomeRequest(@NotNull Outcome outcome) {}

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

    record Sheet(UUID id, Channel channel, String address, String title, String text) {
        @Override
        public String toString() {
            return "Sheet[" + id + "]";
        }
    }

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

    /** Unmasking needs a ticket and a second factor, and is told (R-1.5.4-3). */
    @POST
    @AnswersAfresh
    @Path("/{id}/sheet")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @jakarta.transaction.Transactional
    @Operation(summary = "Address and text of a letter or call, in clear")
    public Sheet sheet(@PathParam("id") UUID id, @NotNull @Valid SheetRequest request) {
        Delivery delivery = item(id);
        Notice notice = notices.find(delivery.noticeId()).orElseThrow();
        ContactCard card = contacts.open(delivery.subjectId()).orElseThrow(WorkItemResource::gone);
        String address = card.address(delivery.channel()).orElseThrow(WorkItemResource::gone);
        Rendered text = templates.render(
                notice.template(),
                delivery.channel(),
                notice.locale() != null ? notice.locale() : card.locale(),
                courier.parameters(notice));
        outbox.append(EventDraft.about(
                delivery.subjectId(),
                "work-item:" + id,
                new DataAccessEvent.PersonalDataAccessed(
                        caller.id(),
                        List.of(delivery.channel() == Channel.LETTER ? "basic.address" : "basic.mobile_phone"),
                        "work item " + id,
                        null,
                        request.ticket(),
                        "notification-service",
                        true,
                        1L,
                        clock.now())));
        return new Sheet(id, delivery.channel(), address, text.subject(), text.text());
    }

    @POST
    @Path("/{id}/outcome")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @Operation(summary = "What came of a letter or call; FAILED goes on with the next channel")
    public Response outcome(@PathParam("id") UUID id, @NotNull @Valid OutcomeRequest request) {
        Delivery delivery = item(id);
        boolean changed = switch (request.outcome()) {
            case REACHED -> ledger.delivered(delivery);
            case FAILED -> ledger.failed(delivery, "NOT_REACHED");
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

    private static RefusedException gone() {
        return new RefusedException(ProblemCode.GONE, "The contact point was erased.");
    }
}
