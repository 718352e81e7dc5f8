package covenant.consent.blacklist;

import covenant.consent.blacklist.BlacklistEntry.Outcome;
import covenant.consent.blacklist.BlacklistStore.Stored;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Entries on defaults: recorded by a backend, seen and disputed by the person, decided by an operator. */
@Path("/v1/blacklist-entries")
class BlacklistResource {
    private final BlacklistEntries entries;
    private final BlacklistStore store;
    private final Caller caller;

    BlacklistResource(BlacklistEntries entries, BlacklistStore store, Caller caller) {
        this.entries = entries;
        this.store = store;
        this.caller = caller;
    }

    record DisputeRequest(@Nullable @Size(max = 2000) String reason) {
        @Override
        public String toString() {
            return "DisputeRequest[redacted]";
        }
    }

    /** @param outcome UPHELD: the entry is right; REMOVED: it is not, and goes */
    record DecisionRequest(
            @NotNull Outcome outcome,
            @NotBlank @Size(max = 400) String reason) {}

    record DefaultEndRequest(@NotNull LocalDate endedOn) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Record a default; it ends at most five years after the default has ended")
    public Response record(@NotNull @Valid BlacklistRequest request) {
        Stored stored = entries.record(Subjects.requireSubjectId(request.subjectId()), request, caller.id());
        return Response.created(
                        URI.create("/v1/blacklist-entries/" + stored.entry().id()))
                .entity(entries.open(stored))
                .build();
    }

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Entries, the oldest first, without what they say: disputed, due for review, of a person")
    public Page<BlacklistView> list(
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("disputed") @Nullable Boolean disputed,
            @QueryParam("reviewBefore") @Nullable String reviewBefore,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        LocalDate review = reviewBefore == null ? null : BlacklistRequest.day("reviewBefore", reviewBefore);
        return store.list(new BlacklistStore.Filter(subjectId, disputed, review), PageRequest.of(limit, cursor))
                .map(entries::closed);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "One entry; what it says is shown to the person and to who acts for the person")
    public BlacklistView one(@PathParam("id") UUID id) {
        return shown(own(store.find(id).orElseThrow(BlacklistEntries::unknown)));
    }

    @POST
    @Path("/{id}/dispute")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "The person disputes it: marked, and not shared until decided, within 20 days")
    public Response dispute(@PathParam("id") UUID id, @Nullable @Valid DisputeRequest request) {
        own(entries.require(id));
        return Response.ok(shown(entries.dispute(id, request == null ? null : request.reason())))
                .build();
    }

    @POST
    @Path("/{id}/decision")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Decide the dispute")
    public Response decide(@PathParam("id") UUID id, @NotNull @Valid DecisionRequest request) {
        return Response.ok(entries.closed(entries.decide(id, request.outcome(), caller.id())))
                .build();
    }

    @POST
    @Path("/{id}/default-end")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "The default is over: the entry ends five years later at the latest")
    public Response defaultEnded(@PathParam("id") UUID id, @NotNull @Valid DefaultEndRequest request) {
        return Response.ok(entries.closed(entries.defaultEnded(id, request.endedOn())))
                .build();
    }

    /** Of somebody else's entry a person does not even learn that it exists. */
    private Stored own(Stored stored) {
        if (caller.isSubjectOnly() && !stored.entry().subjectId().equals(caller.id())) {
            throw BlacklistEntries.unknown();
        }
        return stored;
    }

    private BlacklistView shown(Stored stored) {
        return caller.has(Roles.SUBJECT) || caller.has(Roles.BACKEND) ? entries.open(stored) : entries.closed(stored);
    }

    /** The person's own list. */
    @Path("/v1/subjects/{id}/blacklist-entries")
    static class OfPerson {
        private final BlacklistEntries entries;
        private final BlacklistStore store;
        private final Caller caller;

        OfPerson(BlacklistEntries entries, BlacklistStore store, Caller caller) {
            this.entries = entries;
            this.store = store;
            this.caller = caller;
        }

        @GET
        @Transactional
        @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
        @Operation(summary = "What is recorded of this person, the oldest first")
        public Page<BlacklistView> list(
                @PathParam("id") String id,
                @QueryParam("limit") @Nullable Integer limit,
                @QueryParam("cursor") @Nullable String cursor) {
            String subjectId = Subjects.requireSubjectId(id);
            caller.requireOwn(subjectId);
            Page<Stored> page =
                    store.list(new BlacklistStore.Filter(subjectId, null, null), PageRequest.of(limit, cursor));
            return caller.has(Roles.COMPLIANCE_AUDITOR) ? page.map(entries::closed) : page.map(entries::open);
        }
    }
}
