package covenant.notification.announcement;

import covenant.notification.template.Locales;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Announcements for everyone: as JSON, as pages in the reader's language, as an Atom feed (RFC 4287). */
@Path("/v1")
@PermitAll
class AnnouncementResource {
    private static final int FEED = 50;

    private final AnnouncementStore store;
    private final String publicUrl;

    AnnouncementResource(AnnouncementStore store, @ConfigProperty(name = "covenant.notification.url") String url) {
        this.store = store;
        this.publicUrl = url.replaceFirst("/$", "");
    }

    @GET
    @Path("/announcements")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Announcements, newest first")
    public Page<AnnouncementView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(store.newest(page), page, a -> List.of(a.publishedAt().toString(), a.id().toString()))
                .map(AnnouncementView::of);
    }

    @GET
    @Path("/announcements")
    @Produces("text/html;charset=UTF-8")
    @Operation(summary = "Announcements as a page")
    public String page(@HeaderParam("Accept-Language") @Nullable String languages) {
        return AnnouncementPages.list(store.newest(PageRequest.of(FEED, null)), chinese(languages));
    }

    @GET
    @Path("/announcements.atom")
    @Produces("application/atom+xml;charset=UTF-8")
    @Operation(summary = "Announcements as an Atom feed")
    public String feed(@HeaderParam("Accept-Language") @Nullable String languages) {
        return AtomFeed.of(publicUrl, store.newest(PageRequest.of(FEED, null)), chinese(languages));
    }

    @GET
    @Path("/announcements/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "One announcement")
    public AnnouncementView one(@PathParam("id") UUID id) {
        return AnnouncementView.of(find(id));
    }

    @GET
    @Path("/announcements/{id}")
    @Produces("text/html;charset=UTF-8")
    @Operation(summary = "One announcement as a page")
    public String onePage(@PathParam("id") UUID id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return AnnouncementPages.one(find(id), chinese(languages));
    }

    private Announcement find(UUID id) {
        return store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such announcement."));
    }

    /** The first language of the header decides. */
    private static boolean chinese(@Nullable String languages) {
        String first = languages == null ? "" : languages.split("[,;]", 2)[0].strip();
        return first.isEmpty() || first.equals("*") || Locales.nearest(first).equals(Locales.CHINESE);
    }
}
