package covenant.notification.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.notification.campaign.Campaigns;
import covenant.notification.template.CategoryLabels;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Two persons decide to tell everyone of a transfer; then the campaign runs, with an announcement beside it (R-3.2-2). */
@ApplicationScoped
class TransferNotices implements ApprovedAct {
    static final String KIND = "TRANSFER_NOTICE";

    private final TransferNoticeStore store;
    private final Campaigns campaigns;
    private final CategoryLabels labels;
    private final Approvals approvals;
    private final ObjectMapper json;
    private final CovenantClock clock;
    private final int noticeDays;

    TransferNotices(
            TransferNoticeStore store,
            Campaigns campaigns,
            CategoryLabels labels,
            Approvals approvals,
            ObjectMapper json,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.transfer.notice-days", defaultValue = "15") int noticeDays) {
        this.store = store;
        this.campaigns = campaigns;
        this.labels = labels;
        this.approvals = approvals;
        this.json = json;
        this.clock = clock;
        this.noticeDays = Math.max(1, noticeDays);
    }

    Response propose(TransferRequest r) {
        labels.requireKnown(categories(r));
        requireInTime(r);
        return approvals.request(
                KIND, r, "Tell everyone of the transfer to " + r.transferee().name(), null);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        TransferRequest r = payload(approval);
        requireInTime(r);
        Instant now = clock.now();
        UUID id = Ids.next(now);
        UUID campaignId = campaigns
                .start(
                        CampaignKind.POLICY_CHANGE,
                        "transfer:" + id,
                        "transfer-notice",
                        TransferNotice.parameters(r, labels.chinese(categories(r)), labels.english(categories(r))),
                        null,
                        new About(null, null, null, null, null),
                        true)
                .orElseThrow();
        TransferNotice notice = new TransferNotice(
                id,
                r.occasion(),
                r.transferee().name(),
                r.transferee().contact(),
                categories(r),
                r.effectiveAt(),
                campaignId,
                approval.requestedBy(),
                approval.decidedBy() == null ? "" : approval.decidedBy(),
                now);
        store.insert(notice);
        return Response.status(Response.Status.CREATED).entity(notice).build();
    }

    private void requireInTime(TransferRequest r) {
        Instant earliest = TransferNotice.earliest(clock.now(), noticeDays);
        if (r.effectiveAt().isBefore(earliest)) {
            throw Refusal.of(
                            ProblemCode.NOTICE_PERIOD_TOO_SHORT,
                            "People are told at least " + noticeDays + " full days before.")
                    .with("earliest", earliest)
                    .asException();
        }
    }

    private static List<String> categories(TransferRequest r) {
        return r.categories() == null ? List.of() : r.categories();
    }

    private TransferRequest payload(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), TransferRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an approval does not hold what was filed", e);
        }
    }
}
