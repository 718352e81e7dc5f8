package covenant.request.export;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.request.blob.Blobs;
import covenant.request.request.SealedFields;
import covenant.request.request.Timeline;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The one download of a package. */
@Path("/v1/requests/{id}/package")
class PackageResource {
    private static final int PIECE = 64 * 1024;

    private final PackageLinks links;
    private final PackageStore store;
    private final Blobs blobs;
    private final Timeline timeline;
    private final CovenantClock clock;
    private final RoutingContext http;

    PackageResource(
            PackageLinks links,
            PackageStore store,
            Blobs blobs,
            Timeline timeline,
            CovenantClock clock,
            RoutingContext http) {
        this.http = http;
        this.links = links;
        this.store = store;
        this.blobs = blobs;
        this.timeline = timeline;
        this.clock = clock;
    }

    record LinkView(UUID requestId, String status, @Nullable Instant expiresAt) {}

    @GET
    @Produces("application/zip")
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Operation(summary = "Download the package, once; gone after 7 days")
    public Response download(@PathParam("id") UUID id) throws IOException {
        PackageLinks.Taken taken = QuarkusTransaction.requiringNew().call(() -> links.take(id));
        Optional<InputStream> content = blobs.read(taken.blobId(), taken.subjectId(), SealedFields.PACKAGE);
        if (content.isEmpty()) {
            throw PackageLinks.gone();
        }
        InputStream in = content.get();
        HttpServerResponse connection = http.response();
        StreamingOutput body = out -> stream(taken, in, out, connection);
        return Response.ok(body, "application/zip")
                .header("Content-Disposition", "attachment; filename=\"request-" + id + ".zip\"")
                .build();
    }

    @POST
    @Path("/link")
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Idempotent
    @Operation(summary = "A new link for a package whose download did not arrive; the person needs a second factor")
    public Response renew(@PathParam("id") UUID id) {
        PackageStore.Row row = links.renew(id);
        return Response.ok(new LinkView(id, row.status().name(), row.expiresAt()))
                .build();
    }

    /** A download that broke off may be begun again; one that went out whole may be renewed for a while. */
    private void stream(PackageLinks.Taken taken, InputStream content, OutputStream out, HttpServerResponse connection)
            throws IOException {
        try (InputStream in = content) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
                requireOpen(connection);
            }
            out.flush();
            requireOpen(connection);
        } catch (IOException | RuntimeException e) {
            QuarkusTransaction.requiringNew().run(() -> {
                timeline.note(taken.requestId(), "PackageDownloadBroken", "SYSTEM:export", clock.now(), Map.of());
                store.status(taken.requestId(), PackageStore.Status.READY, null);
            });
            throw e;
        }
        QuarkusTransaction.requiringNew().run(() -> store.finished(taken.requestId(), clock.now()));
    }

    /** What is written to a connection that has gone is dropped without a word. */
    private static void requireOpen(HttpServerResponse connection) throws IOException {
        if (connection.closed()) {
            throw new IOException("the connection is gone");
        }
    }
}
