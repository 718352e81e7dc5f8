package covenant.platform.testapp;

import covenant.contracts.AccountEvent;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.PublicRate;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** One resource that uses the platform as every service does. */
@Path("/v1")
public class NoteResource {
    public record NoteRequest(
            @NotBlank String subjectId,
            @NotBlank @Size(max = 20) String text,
            Integer number,
            Instant at) {}

    enum State {
        WRITTEN
    }

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final Caller caller;
    private final Approvals approvals;

    NoteResource(Jdbi jdbi, Outbox outbox, CovenantClock clock, Caller caller, Approvals approvals) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
        this.approvals = approvals;
    }

    @POST
    @Path("/notes")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    public Response write(@NotNull @Valid NoteRequest request) {
        Subjects.requireSubjectId(request.subjectId());
        caller.requireOwn(request.subjectId());
        UUID id = Ids.next(clock.now());
        jdbi.useHandle(h -> h.createUpdate("insert into note (id, subject_id, text) values (:id, :subject, :text)")
                .bind("id", id)
                .bind("subject", request.subjectId())
                .bind("text", request.text())
                .execute());
        outbox.append(EventDraft.about(
                request.subjectId(), "notes-" + request.subjectId(), new AccountEvent.AccountOpened("a-1", null)));
        if (request.text().equals("refuse")) {
            throw Refusal.invalid("text", "is refused").asException();
        }
        if (request.text().equals("fault")) {
            throw new IllegalStateException("a fault that quotes 10000000001");
        }
        return Response.status(201).entity(Map.of("id", id)).build();
    }

    @POST
    @Path("/dangerous")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    public Response dangerous(@NotNull @Valid NoteRequest request) {
        return approvals.request("NOTE", request, "write a note", request.subjectId());
    }

    @GET
    @Path("/subjects/{id}/notes")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    public Map<String, Long> count(@PathParam("id") String subjectId, @QueryParam("state") @Nullable State state) {
        caller.requireOwn(subjectId);
        return Map.of(
                "count",
                jdbi.withHandle(h -> h.createQuery("select count(*) from note where subject_id = :s")
                        .bind("s", subjectId)
                        .mapTo(Long.class)
                        .one()));
    }

    @GET
    @Path("/notes/public")
    @PermitAll
    @PublicRate(5)
    public String open() {
        return "hello";
    }

    @GET
    @Path("/unannotated")
    public String unannotated() {
        return "never";
    }

    @ApplicationScoped
    static class NoteAct implements ApprovedAct {
        private final Jdbi jdbi;
        private final CovenantClock clock;

        NoteAct(Jdbi jdbi, CovenantClock clock) {
            this.jdbi = jdbi;
            this.clock = clock;
        }

        @Override
        public String kind() {
            return "NOTE";
        }

        @Override
        public Response carryOut(Approval approval) {
            jdbi.useHandle(h -> h.createUpdate("insert into note (id, subject_id, text) values (:id, :s, 'approved')")
                    .bind("id", Ids.next(clock.now()))
                    .bind("s", approval.subjectId())
                    .execute());
            return Response.status(201)
                    .entity(Map.of("by", approval.decidedBy()))
                    .build();
        }
    }
}
