package covenant.consent.decision;

import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Questions and answers; they change nothing, so an {@code Idempotency-Key} has no meaning here: each is decided anew. */
@Path("/v1/decisions")
class DecisionResource {
    private final Decisions decisions;

    DecisionResource(Decisions decisions) {
        this.decisions = decisions;
    }

    record DecisionRequest(
            @NotNull String subjectId,
            @NotBlank @Size(max = 80) String purpose,
            @NotBlank @Size(max = 80) String category,

            @Nullable
            @Pattern(regexp = "DIRECT|AUTOMATIC|THIRD_PARTY", message = "must be DIRECT, AUTOMATIC or THIRD_PARTY")
            String source,

            @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}", message = "must be a holder's id")
            String recipient,

            @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}", message = "must be a source's id")
            String sourceId) {

        /** @param path where the question stands in the body: empty, or its place in a batch and a dot */
        Question question(String path) {
            String subject = Subjects.requireSubjectId(subjectId, path + "subjectId");
            return new Question(subject, purpose, category, source, recipient, sourceId);
        }
    }

    record BatchRequest(
            @NotEmpty @Size(max = 1_000, message = "must hold 1 to 1,000 questions")
            List<@NotNull @Valid DecisionRequest> decisions) {

        List<Question> questions() {
            return IntStream.range(0, decisions.size())
                    .mapToObj(i -> decisions.get(i).question("decisions[" + i + "]."))
                    .toList();
        }
    }

    record BatchView(List<DecisionView> decisions) {}

    @POST
    @AnswersAfresh
    @RunOnVirtualThread
    @RolesAllowed(Roles.BACKEND)
    @Operation(summary = "May this category be used for this purpose of this person? Fails closed")
    public DecisionView decide(@NotNull @Valid DecisionRequest request) {
        return decisions.decide(request.question(""));
    }

    @POST
    @AnswersAfresh
    @RunOnVirtualThread
    @Path("/batch")
    @RolesAllowed(Roles.BACKEND)
    @Operation(summary = "Up to 1,000 questions, answered in their order")
    public BatchView decideAll(@NotNull @Valid BatchRequest request) {
        return new BatchView(decisions.decideAll(request.questions()));
    }
}
