package covenant.request.export;

import covenant.contracts.DataAccessEvent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.request.blob.Blobs;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import covenant.request.request.SealedFields;
import covenant.request.request.Timeline;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The one download of a package. */
@Path("/v1/requests/{id}/package")
class PackageResource {
    private final Requests requests;
    private final PackageStore store;
    private final Blobs blobs;
    private final Timeline timeline;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    PackageResource(
            Requests requests,
            PackageStore store,
            Blobs blobs,
            Timeline timeline,
            Outbox outbox,
            Caller caller,
            CovenantClock clock) {
        this.requests = requests;
        this.store = store;
        this.blobs = blobs;
        this.timeline = timeline;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    private record Taken(UUID requestId, String subjectId, UUID blobId) {}

    @GET
    @Produces("application/zip")
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Operation(summary = "Download the package, once; gone after 7 days")
    public Response download(@PathParam("id") UUID id) throws IOException {
        Taken taken = QuarkusTransaction.requiringNew().call(() -> take(id));
        Optional<InputStream> content = blobs.read(taken.blobId(), taken.subjectId(), SealedFields.PACKAGE);
        if (content.isEmpty()) {
            throw gone();
        }
        InputStream in = content.get();
        StreamingOutput body = out -> stream(taken, in, out);
        return Response.ok(body, "application/zip")
                .header("Content-Disposition", "attachment; filename=\"request-" + id + ".zip\"")
                .build();
    }

    private Taken take(UUID id) {
        Request request = requests.lock(id);
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
        if (request.state().proof().isEmpty()) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first.");
        }
        PackageStore.Row row = store.lock(id).orElseThrow(() -> notReady(request));
        return switch (row.status()) {
            case DUE -> throw notReady(request);
            case TAKEN, GONE -> throw gone();
            case READY -> {
                if (row.blobId() == null
                        || row.expiresAt() == null
                        || !clock.now().isBefore(row.expiresAt())) {
                    throw gone();
                }
                store.status(id, PackageStore.Status.TAKEN, clock.now());
                audit(request);
                yield new Taken(id, request.subjectId(), row.blobId());
            }
        };
    }

    private void audit(Request request) {
        timeline.note(request.id(), "PackageDownloaded", caller.actor().header(), clock.now(), Map.of());
        outbox.append(EventDraft.about(
                request.subjectId(),
                "package-" + request.id(),
                new DataAccessEvent.PersonalDataAccessed(
                        caller.id(),
                        request.categories().isEmpty() ? List.of() : request.categories(),
                        "package of a data subject request downloaded",
                        null,
                        request.id().toString(),
                        "data-subject-request-service",
                        true,
                        null,
                        clock.now())));
    }

    /** Deleted once it went out whole; a download that broke off may be begun again. */
    private void stream(Taken taken, InputStream content, OutputStream out) throws IOException {
        try (InputStream in = content) {
            in.transferTo(out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            QuarkusTransaction.requiringNew().run(() -> {
                timeline.note(taken.requestId(), "PackageDownloadBroken", "SYSTEM:export", clock.now(), Map.of());
                store.status(taken.requestId(), PackageStore.Status.READY, null);
            });
            throw e;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            store.lock(taken.requestId());
            store.empty(taken.requestId(), PackageStore.Status.TAKEN);
        });
    }

    private static RefusedException notReady(Request request) {
        return Refusal.of(ProblemCode.STATE_CONFLICT, "There is no package to download now.")
                .with("requestStatus", request.state().status())
                .asException();
    }

    private static RefusedException gone() {
        return new RefusedException(ProblemCode.GONE, "The package was downloaded or its time is over; ask again.");
    }
}
