package covenant.retention.anonymisation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.anonymisation.AssessmentResource.AssessmentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;

/** Puts an assessment in force. Whoever tested the method cannot approve it too. */
@ApplicationScoped
class RecordAssessment implements ApprovedAct {
    static final String KIND = "ANONYMISATION_ASSESSMENT";

    private final Assessments assessments;
    private final CovenantClock clock;
    private final ObjectMapper json;

    RecordAssessment(Assessments assessments, CovenantClock clock, ObjectMapper json) {
        this.assessments = assessments;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        AssessmentRequest request = read(approval);
        String approver = Objects.requireNonNull(approval.decidedBy());
        if (approver.equals(request.tester())) {
            throw new RefusedException(ProblemCode.FOUR_EYES_REQUIRED, "The tester does not approve the own test.");
        }
        Instant now = clock.now();
        Assessment recorded = new Assessment(
                Ids.next(now),
                request.category(),
                request.method(),
                request.measure(),
                request.tester(),
                request.reportSha256(),
                request.assessedOn(),
                approval.requestedBy(),
                approver,
                now);
        assessments.add(recorded);
        return Response.status(Response.Status.CREATED).entity(recorded).build();
    }

    private AssessmentRequest read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), AssessmentRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
