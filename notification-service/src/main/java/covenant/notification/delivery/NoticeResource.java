package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.template.Locales;
import covenant.notification.template.Rendered;
import covenant.notification.template.Templates;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a person was sent, and the messages that wait in the app. */
@Path("/v1/subjects/{subjectId}")
class NoticeResource {
    private final NoticeStore notices;
    private final DeliveryStore deliveries;
    private final NoticeLedger ledger;
    private final Templates templates;
    private final Caller caller;

    NoticeResource(
            NoticeStore notices, DeliveryStore deliveries, NoticeLedger ledger, Templates templates, Caller caller) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.ledger = ledger;
        this.templates = templates;
        this.caller = caller;
    }

    /** @param interstitial to be shown before the person goes on, until {@code readAt} is set (R-6.2-4) */
    record InboxItem(
            UUID id,
            MessageClass messageClass,
            String template,
            String locale,
            String title,
            String text,
            boolean interstitial,
            @Nullable About about,
            Instant sentAt,
            @Nullable Instant readAt) {}

    @GET
    @Path("/notices")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR, Roles.PRIVACY_OPERATOR})
    @Operation(summary = "What was sent to a person, by which channels, with what outcome; newest first")
    public Page<NoticeView> notices(
            @PathParam("subjectId") String subjectId,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<Notice> rows = notices.ofSubject(own(subjectId), page);
        Map<UUID, List<Delivery>> tries = deliveries
                .ofNotices(rows.stream().map(Notice::id).toList())
                .stream()
                .collect(Collectors.groupingBy(Delivery::noticeId));
        return Page.of(rows, page, n -> List.of(n.createdAt().toString(), n.id().toString()))
                .map(n -> NoticeView.of(n, tries.getOrDefault(n.id(), List.of())));
    }

    @GET
    @Path("/inbox")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Messages in the app, newest first; ?locale= chooses the language")
    public Page<InboxItem> inbox(
            @PathParam("subjectId") String subjectId,
            @QueryParam("locale") @Nullable String locale,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                        deliveries.inbox(own(subjectId), page),
                        page,
                        d -> List.of(d.createdAt().toString(), d.id().toString()))
                .map(d -> item(d, locale));
    }

    /** A message that merely waits is not delivered; one that the app showed is. */
    @POST
    @Path("/inbox/{id}/read")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "The app showed this message to the person")
    public Response read(@PathParam("subjectId") String subjectId, @PathParam("id") UUID id) {
        String subject = own(subjectId);
        Delivery delivery = deliveries
                .find(id)
                .filter(d -> d.channel() == Channel.IN_APP && d.subjectId().equals(subject))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such message."));
        ledger.delivered(delivery);
        return Response.noContent().build();
    }

    private InboxItem item(Delivery d, @Nullable String locale) {
        Notice n = notices.find(d.noticeId()).orElseThrow();
        String language = locale != null ? locale : n.locale();
        Optional<Rendered> shown = templates.tryRender(n.template(), Channel.IN_APP, language, n.parameters());
        return new InboxItem(
                d.id(),
                n.messageClass(),
                n.template(),
                shown.map(Rendered::locale).orElse(Locales.nearest(language)),
                shown.map(Rendered::subject).orElse(""),
                shown.map(Rendered::text).orElse(""),
                ChannelPlan.interstitial(n.messageClass()) && d.deliveredAt() == null,
                n.about(),
                d.sentAt() == null ? d.createdAt() : d.sentAt(),
                d.deliveredAt());
    }

    private String own(String subjectId) {
        String id = Subjects.requireSubjectId(subjectId);
        caller.requireOwn(id);
        return id;
    }
}
