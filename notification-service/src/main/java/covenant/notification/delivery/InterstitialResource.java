package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Persons whom no channel reached and whom the app has to show the message at their next login, before optional processing goes on
 * (R-6.2-4). Who was shown it leaves the list.
 */
@Path("/v1/interstitials")
class InterstitialResource {
    private final NoticeStore notices;

    InterstitialResource(NoticeStore notices) {
        this.notices = notices;
    }

    /** @param itemId of the message in the person's inbox; {@code POST …/inbox/{itemId}/read} says that it was shown */
    record Interstitial(
            String subjectId,
            UUID noticeId,
            UUID itemId,
            MessageClass messageClass,
            @Nullable String policyVersion,
            Instant since) {}

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Who must be shown a message in the app because no channel reached them, oldest first")
    public Page<Interstitial> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                notices.unreached(page),
                page,
                i -> List.of(i.since().toString(), i.noticeId().toString()));
    }
}
