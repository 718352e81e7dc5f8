package covenant.retention.erasure;

import covenant.contracts.SubjectId;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.backup.CaseBackups;
import covenant.retention.backup.Restore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What holders and operators say of backups (R-5.2-8, R-5.2-9); the same may come as events. */
@Path("/v1/holders/{holderId}")
class BackupResource {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final CaseBackups backups;
    private final HolderRegistry holders;
    private final Caller caller;
    private final CovenantClock clock;

    BackupResource(CaseBackups backups, HolderRegistry holders, Caller caller, CovenantClock clock) {
        this.backups = backups;
        this.holders = holders;
        this.caller = caller;
        this.clock = clock;
    }

    record RefreshRequest(@NotNull Instant refreshedAt) {}

    record RestoreRequest(@NotNull Instant backupTakenAt) {}

    /** @param status RUNNING until every erasure since the backup was ordered again, then ORDERED */
    record RestoreView(
            UUID id,
            String holder,
            Instant backupTakenAt,
            Instant startedAt,
            String status,
            long ordered,
            @Nullable Instant orderedAt) {

        static RestoreView of(Restore restore) {
            return new RestoreView(
                    restore.id(),
                    restore.holderId(),
                    restore.backupTakenAt(),
                    restore.startedAt(),
                    restore.orderedAt() == null ? "RUNNING" : "ORDERED",
                    restore.ordered(),
                    restore.orderedAt());
        }
    }

    @POST
    @Path("/backup-refreshes")
    @RolesAllowed({Roles.OPS, Roles.HOLDER})
    @Idempotent
    @Operation(summary = "No backup of the holder is older than refreshedAt")
    public Response refreshed(@PathParam("holderId") String holderId, @NotNull @Valid RefreshRequest request) {
        requireOwn(holderId);
        Instant at = notAhead("refreshedAt", request.refreshedAt());
        backups.refreshed(holderId, at);
        return Response.accepted(Map.of("holder", holderId, "refreshedAt", at)).build();
    }

    @POST
    @Path("/restores")
    @RolesAllowed({Roles.OPS, Roles.HOLDER})
    @Idempotent
    @Operation(
            summary = "The holder restores a backup: every erasure since is ordered again",
            description = "Go live only when the restore is ORDERED and every repeated order is confirmed.")
    public Response restored(@PathParam("holderId") String holderId, @NotNull @Valid RestoreRequest request) {
        requireOwn(holderId);
        Instant now = clock.now();
        UUID id = Ids.next(now);
        backups.restoreStarted(id, holderId, notAhead("backupTakenAt", request.backupTakenAt()), now);
        return Response.accepted(RestoreView.of(backups.findRestore(id).orElseThrow()))
                .build();
    }

    @GET
    @Path("/restores/{id}")
    @RolesAllowed({Roles.OPS, Roles.HOLDER})
    @Operation(summary = "How far the erasures since the backup were ordered again")
    public RestoreView restore(@PathParam("holderId") String holderId, @PathParam("id") UUID id) {
        requireOwn(holderId);
        return backups.findRestore(id)
                .filter(restore -> restore.holderId().equals(holderId))
                .map(RestoreView::of)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such restore."));
    }

    private void requireOwn(String holderId) {
        if (!caller.has(Roles.OPS) && !caller.requireHolder().equals(holderId)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "A holder speaks of its own backups only.");
        }
        if (SubjectId.check(holderId).isPresent() || holders.find(holderId).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such holder.");
        }
    }

    private Instant notAhead(String field, Instant at) {
        Instant now = clock.now();
        if (at.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw Refusal.invalid(field, "must not lie in the future").asException();
        }
        return at.isAfter(now) ? now : at;
    }
}
