package covenant.consent.holder;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.holder.HolderView.Awaiting;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** A partner or processor that is to get more than the ceiling: a second person says yes, on a ground (R-3.1.3-1). */
@ApplicationScoped
class CeilingAct implements ApprovedAct {
    static final String KIND = "HOLDER_CEILING";

    private final HolderService service;
    private final HolderCeilings ceilings;
    private final Approvals approvals;
    private final ObjectMapper json;
    private final CovenantClock clock;

    CeilingAct(
            HolderService service,
            HolderCeilings ceilings,
            Approvals approvals,
            ObjectMapper json,
            CovenantClock clock) {
        this.service = service;
        this.ceilings = ceilings;
        this.approvals = approvals;
        this.json = json;
        this.clock = clock;
    }

    record Payload(String holderId, List<String> beyond, Ground ground, String reference) {}

    /**
     * Asks the second person for what the holder is to get beyond its ceiling. The ground is what the request names, or the
     * agreement; with neither nobody is asked, and the recipient does not get it.
     */
    Optional<Awaiting> ask(HolderEntry entry, HolderRequest request) {
        List<String> beyond = ceilings.notApproved(entry.holderId(), entry.kind(), entry.categories());
        return beyond.isEmpty()
                ? Optional.empty()
                : payload(entry, request, beyond)
                        .map(p -> approvals.fileOnce(
                                KIND,
                                p,
                                "Holder " + p.holderId() + " beyond its ceiling: " + String.join(", ", beyond)
                                        + " on ground " + p.ground()))
                        .map(approvalId -> new Awaiting(approvalId, beyond));
    }

    private static Optional<Payload> payload(HolderEntry entry, HolderRequest request, List<String> beyond) {
        HolderRequest.CeilingRequest named = request.ceiling();
        if (named != null) {
            return Optional.of(new Payload(entry.holderId(), beyond, named.ground(), named.reference()));
        }
        return Optional.ofNullable(entry.agreement())
                .map(agreement -> new Payload(entry.holderId(), beyond, Ground.AGREEMENT, agreement.id()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        Payload p = json.convertValue(approval.payload(), Payload.class);
        ceilings.approve(
                p.holderId(),
                p.beyond(),
                p.ground(),
                p.reference(),
                approval.requestedBy(),
                String.valueOf(approval.decidedBy()),
                clock.now());
        return Response.ok(HolderView.of(service.find(p.holderId()))).build();
    }
}
