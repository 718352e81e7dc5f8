package covenant.consent.decision;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The same questions in the format of the OpenID AuthZEN Authorization API 1.0, so that gateways can ask. */
@Path("/access/v1")
class AuthZenResource {
    private final Decisions decisions;

    AuthZenResource(Decisions decisions) {
        this.decisions = decisions;
    }

    @JsonIgnoreProperties("properties")
    record Subject(
            @NotNull @Pattern(regexp = "data-subject", message = "must be data-subject")
            String type,

            @NotNull String id) {}

    @JsonIgnoreProperties("properties")
    record Action(@NotBlank @Size(max = 80) String name) {}

    @JsonIgnoreProperties("properties")
    record Resource(
            @NotNull @Pattern(regexp = "category", message = "must be category")
            String type,

            @NotBlank @Size(max = 80) String id) {}

    /** What else a gateway tells of the request (AuthZEN 1.0, 5.4) plays no part here. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Context(
            @Nullable @Pattern(regexp = "DIRECT|AUTOMATIC|THIRD_PARTY")
            String source,

            @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}")
            String recipient) {}

    record EvaluationRequest(
            @NotNull @Valid Subject subject,
            @NotNull @Valid Action action,
            @NotNull @Valid Resource resource,
            @Nullable @Valid Context context) {}

    /** Members that are left out of an evaluation are those of the request itself. */
    record EvaluationsRequest(
            @Nullable @Valid Subject subject,
            @Nullable @Valid Action action,
            @Nullable @Valid Resource resource,
            @Nullable @Valid Context context,
            @Nullable @Size(max = 1_000) List<@NotNull @Valid PartialEvaluation> evaluations,
            @Nullable @Valid Options options) {}

    /** How far to go (AuthZEN 1.0, 7.1.2): all, or up to and with the first denial or permission. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Options(
            @Nullable
            @JsonProperty("evaluations_semantic")
            @Pattern(regexp = "execute_all|deny_on_first_deny|permit_on_first_permit")
            String semantic) {

        List<Evaluation> cut(List<Evaluation> answers) {
            if (semantic == null || semantic.equals("execute_all")) {
                return answers;
            }
            boolean last = semantic.equals("permit_on_first_permit");
            List<Evaluation> given = new ArrayList<>();
            for (Evaluation answer : answers) {
                given.add(answer);
                if (answer.decision() == last) {
                    break;
                }
            }
            return given;
        }
    }

    record PartialEvaluation(
            @Nullable @Valid Subject subject,
            @Nullable @Valid Action action,
            @Nullable @Valid Resource resource,
            @Nullable @Valid Context context) {}

    record AnswerContext(
            String code, @Nullable String basis, @Nullable String policyVersion, List<String> obligations) {}

    record Evaluation(boolean decision, AnswerContext context) {

        static Evaluation of(DecisionView d) {
            return new Evaluation(
                    d.permits(), new AnswerContext(d.code(), d.basis(), d.policyVersion(), d.obligations()));
        }
    }

    record Evaluations(List<Evaluation> evaluations) {}

    @POST
    @AnswersAfresh
    @Path("/evaluation")
    @RolesAllowed(Roles.BACKEND)
    @Operation(summary = "One access evaluation (AuthZEN)")
    public Evaluation evaluate(@NotNull @Valid EvaluationRequest request) {
        return Evaluation.of(decisions.decide(
                question(request.subject(), request.action(), request.resource(), request.context(), "")));
    }

    @POST
    @AnswersAfresh
    @Path("/evaluations")
    @RolesAllowed(Roles.BACKEND)
    @Operation(summary = "Up to 1,000 access evaluations, answered in their order (AuthZEN)")
    public Evaluations evaluateAll(@NotNull @Valid EvaluationsRequest r) {
        List<PartialEvaluation> asked =
                requireNonNullElse(r.evaluations(), List.of(new PartialEvaluation(null, null, null, null)));
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            PartialEvaluation e = asked.get(i);
            questions.add(question(
                    e.subject() == null ? r.subject() : e.subject(),
                    e.action() == null ? r.action() : e.action(),
                    e.resource() == null ? r.resource() : e.resource(),
                    e.context() == null ? r.context() : e.context(),
                    "evaluations[" + i + "]."));
        }
        List<Evaluation> answers =
                decisions.decideAll(questions).stream().map(Evaluation::of).toList();
        return new Evaluations(r.options() == null ? answers : r.options().cut(answers));
    }

    private static Question question(
            @Nullable Subject subject,
            @Nullable Action action,
            @Nullable Resource resource,
            @Nullable Context context,
            String where) {
        if (subject == null || action == null || resource == null) {
            throw Refusal.invalid(
                            where + (subject == null ? "subject" : action == null ? "action" : "resource"),
                            "is missing here and in the request")
                    .asException();
        }
        return new Question(
                Subjects.requireSubjectId(subject.id()),
                action.name(),
                resource.id(),
                context == null ? null : context.source(),
                context == null ? null : context.recipient());
    }
}
