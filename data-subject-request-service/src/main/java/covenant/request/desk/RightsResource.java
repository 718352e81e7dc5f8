package covenant.request.desk;

import covenant.contracts.DsrEvent.RequestType;
import covenant.request.decision.Controller;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What anybody may know without proving anything: which rights there are, how, where and until when (R-5.2.1-2). */
@Path("/v1/rights")
class RightsResource {
    private final Controller controller;
    private final int replyDays;
    private final int identityDays;

    RightsResource(
            Controller controller,
            @ConfigProperty(name = "covenant.request.reply-days") int replyDays,
            @ConfigProperty(name = "covenant.request.identity-days") int identityDays) {
        this.controller = controller;
        this.replyDays = replyDays;
        this.identityDays = identityDays;
    }

    record Right(RequestType type, String zh, String en, boolean free) {}

    /** @param replyDays after receipt and verification; {@code identityDays} to prove who asks */
    record RightsView(
            String controller,
            String contact,
            String responsible,
            int replyDays,
            int identityDays,
            List<Right> rights,
            List<String> remedies) {}

    @GET
    @PermitAll
    @Operation(summary = "The rights of data subjects, deadlines and remedies; public")
    public RightsView rights() {
        return new RightsView(
                controller.name(),
                controller.contact(),
                controller.dpo(),
                replyDays,
                identityDays,
                Arrays.stream(RequestType.values()).map(RightsResource::right).toList(),
                List.of(
                        "向我们申诉，由另一位人员复核 (appeal to us: another person decides)",
                        "向履行个人信息保护职责的部门投诉、举报 (complain to the authority)",
                        "依法向人民法院提起诉讼 (go to court)"));
    }

    private static Right right(RequestType type) {
        return switch (type) {
            case ACCESS -> free(type, "查阅", "Access");
            case COPY -> free(type, "复制", "Copy");
            case CORRECTION -> free(type, "更正", "Correction");
            case COMPLETION -> free(type, "补充", "Completion");
            case DELETION -> free(type, "删除", "Deletion");
            case RESTRICTION -> free(type, "限制处理", "Restriction of processing");
            case WITHDRAWAL -> free(type, "撤回同意", "Withdrawal of consent");
            case PORTABILITY ->
                new Right(type, "转移（同一月内多次请求可能收取必要成本）", "Portability (many in one month may cost)", false);
            case EXPLANATION -> free(type, "说明自动化决策", "Explanation of an automated decision");
            case HUMAN_REVIEW -> free(type, "人工复核", "Human review");
            case ACCOUNT_CLOSURE -> free(type, "注销账户", "Closing the account");
            case COMPLAINT -> free(type, "投诉", "Complaint");
        };
    }

    private static Right free(RequestType type, String zh, String en) {
        return new Right(type, zh, en, true);
    }
}
