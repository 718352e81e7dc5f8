package covenant.request.verification;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import covenant.request.request.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Proving the identity of who made a request. */
@Path("/v1/requests/{id}/verification")
class VerificationResource {
    private final Requests requests;
    private final Verification verification;
    private final Caller caller;

    VerificationResource(Requests requests, Verification verification, Caller caller) {
        this.requests = requests;
        this.verification = verification;
        this.caller = caller;
    }

    /** @param expiresAt until when the code holds; nothing says whether, where or to whom it was sent */
    record ChallengeView(UUID requestId, String status, Instant expiresAt) {}

    /** @param status of the verification; where the request stands by now is {@code requestStatus} */
    record VerifiedView(UUID requestId, String status, String requestStatus, Instant verifiedAt, Instant replyDue) {}

    @POST
    @Path("/challenge")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Send a one-time code to a contact point on file; the answer is the same for a stranger")
    public Response challenge(@PathParam("id") UUID id) {
        Request request = own(id);
        return Response.accepted(new ChallengeView(id, "IDENTITY_PENDING", verification.challenge(request)))
                .build();
    }

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Prove the identity by code, by an assertion of the login, or by a checked document")
    public Response verify(@PathParam("id") UUID id, @NotNull @Valid VerificationBody body) {
        if (body.ways() != 1) {
            throw Refusal.invalid("code", "give one of code, assertion, session, document")
                    .asException();
        }
        Request request = own(id);
        return switch (outcome(request, body)) {
            case Verification.Result.Proven proven ->
                Response.ok(view(proven.request())).build();
            case Verification.Result.NotProven failed -> ProblemResponses.of(failed.refusal());
        };
    }

    private Verification.Result outcome(Request request, VerificationBody body) {
        if (body.document() != null) {
            if (!caller.has(Roles.PRIVACY_OPERATOR)) {
                throw new RefusedException(ProblemCode.FORBIDDEN, "Documents are checked by an operator.");
            }
            if (body.outcome() == null) {
                throw Refusal.invalid("outcome", "is required with a document").asException();
            }
            return verification.byDocument(request, body.document(), body.outcome());
        }
        if (body.outcome() != null) {
            throw Refusal.invalid("outcome", "is for documents only").asException();
        }
        if (Boolean.TRUE.equals(body.session())) {
            return verification.bySession(request);
        }
        return body.code() != null
                ? verification.byCode(request, body.code())
                : verification.byAssertion(request, java.util.Objects.requireNonNull(body.assertion()));
    }

    private VerifiedView view(Request verified) {
        Proof proof = verified.state().proof().orElseThrow();
        String present = requests.lock(verified.id()).state().status();
        return new VerifiedView(verified.id(), "VERIFIED", present, proof.verifiedAt(), proof.replyDue());
    }

    /** A person who asks about another's request learns nothing of it. */
    private Request own(UUID id) {
        Request request = requests.lock(id);
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
        return request;
    }
}
