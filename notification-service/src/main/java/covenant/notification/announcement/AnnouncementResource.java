package covenant.notification.announcement;

import covenant.notification.template.Locales;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Announcements for everyone: as JSON, as pages in the reader's language, as an Atom feed (RFC 4287). */
@Path("/v1")
class AnnouncementResource {
    private static final int FEED = 50;

    private final AnnouncementStore store;
    private final CovenantClock clock;
    private final OperatorAnnouncements operators;
    private final String publicUrl;

    AnnouncementResource(
            AnnouncementStore store,
            CovenantClock clock,
            OperatorAnnouncements operators,
            @ConfigProperty(name = "covenant.notification.url") String url) {
        this.store = store;
        this.clock = clock;
        this.operators = operators;
        this.publicUrl = url.replaceFirst("/$", "");
    }

    @GET
    @PermitAll
    @Path("/announcements")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Announcements, newest first; ?current=true leaves out those whose time is over")
    public Page<AnnouncementView> list(
            @QueryParam("current") @Nullable Boolean current,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<Announcement> rows = store.newest(page, Boolean.TRUE.equals(current), clock.now());
        return Page.of(rows, page, a -> List.of(a.publishedAt().toString(), a.id().toString()))
                .map(AnnouncementView::of);
    }

    @GET
    @PermitAll
    @Path("/announcements")
    @Produces("text/html;charset=UTF-8")
    @Operation(summary = "Announcements as a page")
    public String page(@HeaderParam("Accept-Language") @Nullable String languages) {
        return AnnouncementPages.list(store.newest(PageRequest.of(FEED, null), true, clock.now()), chinese(languages));
    }

    @GET
    @PermitAll
    @Path("/announcements.atom")
    @Produces("application/atom+xml;charset=UTF-8")
    @Operation(summary = "Announcements as an Atom feed")
    public String feed(@HeaderParam("Accept-Language") @Nullable String languages) {
        return AtomFeed.of(publicUrl, store.newest(PageRequest.of(FEED, null), true, clock.now()), chinese(languages));
    }

    @GET
    @PermitAll
    @Path("/announcements/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One announcement")
    public AnnouncementView one(@PathParam("id") UUID id) {
        return AnnouncementView.of(find(id));
    }

    @GET
    @PermitAll
    @Path("/announcements/{id}")
    @Produces("text/html;charset=UTF-8")
    @Operation(summary = "One announcement as a page")
    public String onePage(@PathParam("id") UUID id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return AnnouncementPages.one(find(id), chinese(languages));
    }

    @POST
    @Path("/announcements")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Propose an announcement in both languages; a second person publishes it")
    public Response propose(@NotNull @Valid AnnouncementRequest request) {
        return operators.propose(request);
    }

    private Announcement find(UUID id) {
        return store.find(id)
                .filter(a -> !a.from().isAfter(clock.now()))
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such announcement."));
    }

    /** The first language of the header decides. */
    private static boolean chinese(@Nullable String languages) {
        String first = languages == null ? "" : languages.split("[,;]", 2)[0].strip();
        return first.isEmpty() || first.equals("*") || Locales.nearest(first).equals(Locales.CHINESE);
    }
}
