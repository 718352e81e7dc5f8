package covenant.consent.linked;

import covenant.platform.paging.Page;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Accounts elsewhere with which a person logs in (policy 1.4.1). */
@Path("/v1/subjects/{id}/linked-accounts")
class LinkedAccountResource {
    /** How far a caller's clock may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final String PROVIDER = "[A-Za-z0-9._-]{1,40}";

    private final LinkedAccounts accounts;
    private final LinkedAccountStore store;
    private final Caller caller;
    private final CovenantClock clock;

    LinkedAccountResource(LinkedAccounts accounts, LinkedAccountStore store, Caller caller, CovenantClock clock) {
        this.accounts = accounts;
        this.store = store;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param scopes names of categories, or scopes of OpenID Connect; what is not known allows nothing */
    record LinkRequest(
            @NotNull @Size(max = 100)
            List<@NotNull @Pattern(regexp = "[A-Za-z0-9._:/@-]{1,120}", message = "must be a scope") String> scopes,

            @NotNull Instant at) {}

    record UnlinkedView(String subjectId, String provider, String status) {}

    @PUT
    @Path("/{provider}")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Link an account elsewhere; its scopes limit what may come from there")
    public LinkedAccount link(
            @PathParam("id") String id, @PathParam("provider") String provider, @NotNull @Valid LinkRequest request) {
        String subjectId = own(id);
        if (request.at().isAfter(clock.now().plus(CLOCK_SKEW))) {
            throw Refusal.invalid("at", "lies in the future").asException();
        }
        return accounts.link(
                subjectId, named(provider), request.scopes().stream().distinct().toList(), request.at());
    }

    @DELETE
    @Path("/{provider}")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Unlink it: the consent to what came from there is withdrawn, the login's id is erased")
    public UnlinkedView unlink(@PathParam("id") String id, @PathParam("provider") String provider) {
        String subjectId = own(id);
        accounts.unlink(subjectId, named(provider));
        return new UnlinkedView(subjectId, provider, "UNLINKED");
    }

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The accounts that are linked now, with their scopes")
    public Page<LinkedAccount> list(@PathParam("id") String id) {
        return new Page<>(store.of(own(id)), null);
    }

    private String own(String id) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        return subjectId;
    }

    private static String named(String provider) {
        if (!provider.matches(PROVIDER)) {
            throw Refusal.invalid("provider", "must be 1-40 of A-Z a-z 0-9 . _ -")
                    .asException();
        }
        return provider;
    }
}
