package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.problem.Violation;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Templates by class, channel and language. {@code {class}} is a message class, which means its principal template, or the
 * name of a template ({@code identity-code}).
 */
@Path("/v1/templates")
class TemplateResource {
    private final TemplateStore store;
    private final Templates templates;
    private final TemplateCheck check;
    private final Approvals approvals;
    private final Caller caller;
    private final CovenantClock clock;

    TemplateResource(
            TemplateStore store,
            Templates templates,
            TemplateEngine engine,
            Approvals approvals,
            Caller caller,
            CovenantClock clock) {
        this.store = store;
        this.templates = templates;
        this.check = new TemplateCheck(engine);
        this.approvals = approvals;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param messageClass needed for a template that is new */
    record TemplateRequest(
            @Nullable @Size(max = 200) String subject,
            @NotBlank @Size(max = 20_000) String body,
            @Nullable MessageClass messageClass) {}

    /** @param body shown instead of the text in force, so that a draft can be tried */
    record PreviewRequest(
            @Nullable @Size(max = 200) String subject,
            @Nullable @Size(max = 20_000) String body,
            @Nullable Map<String, String> parameters) {}

    record PreviewView(String locale, String subject, String text, String html) {}

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "All templates in force, and those that wait for approval")
    public Map<String, List<TemplateView>> list() {
        return Map.of(
                "items",
                store.list().stream().map(t -> TemplateView.of(t, t.channel())).toList());
    }

    @GET
    @Path("/{class}/{channel}/{locale}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The template in force")
    public TemplateView get(
            @PathParam("class") String kind, @PathParam("channel") String channel, @PathParam("locale") String locale) {
        return TemplateView.of(inForce(kind, channel(channel), locale), channel(channel));
    }

    @PUT
    @Path("/{class}/{channel}/{locale}")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Transactional
    @Operation(summary = "Propose a new version; a second person puts it in force")
    public Response put(
            @PathParam("class") String kind,
            @PathParam("channel") String channelName,
            @PathParam("locale") String locale,
            @NotNull @Valid TemplateRequest request) {
        Channel channel = channel(channelName);
        shipped(locale);
        String name = name(kind);
        MessageClass messageClass = messageClass(kind, name, request.messageClass());
        String subject = request.subject() == null ? "" : request.subject();
        List<Violation> found = check.onSave(name, messageClass, channel, subject, request.body());
        if (!found.isEmpty()) {
            throw Refusal.invalid(found).asException();
        }
        int version = store.insert(new Template(
                name,
                channel,
                locale,
                0,
                messageClass,
                Template.Status.AWAITING_APPROVAL,
                subject,
                request.body(),
                caller.id(),
                clock.now(),
                null,
                null));
        return approvals.request(
                TemplateApproval.KIND,
                new TemplateKey(name, channel, locale, version),
                "Template " + name + ", " + channel + ", " + locale + ", version " + version,
                null,
                Map.of("template", name, "version", version));
    }

    @POST
    @AnswersAfresh
    @Path("/{class}/{channel}/{locale}/preview")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER})
    @Operation(summary = "Render the template in force, or a draft, with example parameters; stores and sends nothing")
    public PreviewView preview(
            @PathParam("class") String kind,
            @PathParam("channel") String channelName,
            @PathParam("locale") String locale,
            @NotNull @Valid PreviewRequest request) {
        Template t = inForce(kind, channel(channelName), locale);
        String subject = request.subject() == null ? t.subject() : request.subject();
        String body = request.body() == null ? t.body() : request.body();
        List<Violation> found = check.onSave(t.name(), t.messageClass(), t.channel(), subject, body);
        if (!found.isEmpty()) {
            throw Refusal.invalid(found).asException();
        }
        Template draft = new Template(
                t.name(),
                t.channel(),
                t.locale(),
                t.version(),
                t.messageClass(),
                t.status(),
                subject,
                body,
                t.createdBy(),
                t.createdAt(),
                t.approvedBy(),
                t.approvedAt());
        try {
            Rendered shown = templates.render(draft, request.parameters() == null ? Map.of() : request.parameters());
            return new PreviewView(shown.locale(), shown.subject(), shown.text(), shown.html());
        } catch (Templates.UnrenderableException e) {
            throw Refusal.invalid("parameters", e.code()).asException();
        }
    }

    private Template inForce(String kind, Channel channel, String locale) {
        shipped(locale);
        return templates
                .active(name(kind), channel, locale)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such template."));
    }

    private static String name(String kind) {
        return classOf(kind).map(Templates::principal).orElse(kind);
    }

    private MessageClass messageClass(String kind, String name, @Nullable MessageClass given) {
        Optional<MessageClass> known = store.classOf(name).or(() -> classOf(kind));
        if (known.isEmpty() && !name.matches("[a-z][a-z0-9-]{1,63}")) {
            throw Refusal.invalid("class", "must be a message class or a template name")
                    .asException();
        }
        MessageClass messageClass = known.or(() -> Optional.ofNullable(given))
                .orElseThrow(() -> Refusal.invalid("messageClass", "is needed for a new template")
                        .asException());
        if (given != null && given != messageClass) {
            throw Refusal.invalid("messageClass", "cannot change").asException();
        }
        return messageClass;
    }

    private static Optional<MessageClass> classOf(String kind) {
        return Arrays.stream(MessageClass.values())
                .filter(c -> c.name().equals(kind))
                .findFirst();
    }

    private static Channel channel(String name) {
        return Arrays.stream(Channel.values())
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such channel."));
    }

    private static void shipped(String locale) {
        if (!Locales.SHIPPED.contains(locale)) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There are no templates in that language.");
        }
    }
}
