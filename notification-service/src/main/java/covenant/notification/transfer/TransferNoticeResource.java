package covenant.notification.transfer;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Notices of mergers, splits, dissolution and bankruptcy (policy 3.2.3, PIPL art. 22). */
@Path("/v1/transfer-notices")
class TransferNoticeResource {
    private static final int MOST = 100;

    private final TransferNotices notices;
    private final TransferNoticeStore store;

    TransferNoticeResource(TransferNotices notices, TransferNoticeStore store) {
        this.notices = notices;
        this.store = store;
    }

    @POST
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Tell everyone the transferee's name and contact before the transfer; a second person decides")
    public Response propose(@NotNull @Valid TransferRequest request) {
        return notices.propose(request);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The newest notices of transfers")
    public Map<String, List<TransferNotice>> list() {
        return Map.of("items", store.newest(MOST));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "A notice of a transfer; its campaign tells who was reached and when")
    public TransferNotice get(@PathParam("id") UUID id) {
        return store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such notice."));
    }
}
