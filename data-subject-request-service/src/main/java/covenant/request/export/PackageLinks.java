package covenant.request.export;

import covenant.contracts.DataAccessEvent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.time.CovenantClock;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may download what, once. A transfer that broke off, or whose server went down, may be begun again; one that we saw to
 * its end and that still did not arrive is given a new link, as long as the content is there. Needs a transaction.
 */
@ApplicationScoped
class PackageLinks {
    private static final int MOST_RENEWALS = 3;

    private final Requests requests;
    private final PackageStore store;
    private final Timeline timeline;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;
    private final Duration longestDownload;

    PackageLinks(
            Requests requests,
            PackageStore store,
            Timeline timeline,
            Outbox outbox,
            Caller caller,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.package.longest-download") Duration longestDownload) {
        this.requests = requests;
        this.store = store;
        this.timeline = timeline;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
        this.longestDownload = longestDownload;
    }

    record Taken(UUID requestId, String subjectId, UUID blobId) {}

    /** Uses the link. */
    Taken take(UUID id) {
        Request request = own(id);
        PackageStore.Row row = store.lock(id).orElseThrow(() -> notReady(request));
        UUID blob = usable(request, row);
        if (row.status() == PackageStore.Status.TAKEN && !abandoned(row)) {
            throw gone();
        }
        store.status(id, PackageStore.Status.TAKEN, clock.now());
        audit(request);
        return new Taken(id, request.subjectId(), blob);
    }

    /** A new link for what was downloaded and did not arrive; the person herself needs a second factor. */
    PackageStore.Row renew(UUID id) {
        Request request = own(id);
        if (caller.isSubjectOnly()) {
            caller.requireMfa();
        }
        PackageStore.Row row = store.lock(id).orElseThrow(() -> notReady(request));
        usable(request, row);
        if (row.status() == PackageStore.Status.TAKEN) {
            if (row.renewals() >= MOST_RENEWALS) {
                throw gone();
            }
            store.renew(id);
            timeline.note(id, "PackageLinkRenewed", caller.actor().header(), clock.now(), Map.of());
        }
        return store.find(id).orElseThrow();
    }

    private Request own(UUID id) {
        Request request = requests.lock(id);
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
        if (request.state().proof().isEmpty()) {
            throw new RefusedException(
                    ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first.");
        }
        return request;
    }

    private UUID usable(Request request, PackageStore.Row row) {
        if (row.status() == PackageStore.Status.DUE) {
            throw notReady(request);
        }
        boolean over = row.expiresAt() == null || !clock.now().isBefore(row.expiresAt());
        if (row.blobId() == null || over || row.status() == PackageStore.Status.GONE) {
            throw gone();
        }
        return row.blobId();
    }

    /** Begun long ago and never seen to its end: the server that sent it is gone. */
    private boolean abandoned(PackageStore.Row row) {
        return !row.finished()
                && row.takenAt() != null
                && row.takenAt().plus(longestDownload).isBefore(clock.now());
    }

    private void audit(Request request) {
        timeline.note(request.id(), "PackageDownloaded", caller.actor().header(), clock.now(), Map.of());
        outbox.append(EventDraft.about(
                request.subjectId(),
                "package-" + request.id(),
                new DataAccessEvent.PersonalDataAccessed(
                        caller.id(),
                        request.categories(),
                        "package of a data subject request downloaded",
                        null,
                        request.id().toString(),
                        "data-subject-request-service",
                        true,
                        null,
                        clock.now())));
    }

    private static RefusedException notReady(Request request) {
        return Refusal.of(ProblemCode.STATE_CONFLICT, "There is no package to download now.")
                .with("requestStatus", request.state().status())
                .asException();
    }

    static RefusedException gone() {
        return new RefusedException(ProblemCode.GONE, "The package was downloaded or its time is over; ask again.");
    }
}
