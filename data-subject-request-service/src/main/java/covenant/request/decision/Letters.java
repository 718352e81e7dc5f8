package covenant.request.decision;

import covenant.contracts.DsrEvent.RefusalGround;
import covenant.request.catalogue.Catalogue;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of an answer: plain language, reasons, remedies, who is responsible (PIPL art. 50, R-5.2.2-2, R-GAP-10). */
@ApplicationScoped
public class Letters {
    private final Catalogue catalogue;
    private final Controller controller;

    Letters(Catalogue catalogue, Controller controller) {
        this.catalogue = catalogue;
        this.controller = controller;
    }

    /** A refusal of the whole, or of these categories while the rest goes on. */
    String refusal(Request request, RefusalGround ground, boolean partial, List<String> categories, String reason) {
        return head(request.id())
                + (partial
                        ? "您的请求中的以下部分未予响应，其余部分继续处理 (this part is refused, the rest goes on)：" + labels(categories)
                                + "\n"
                        : "您的请求未予响应 (your request is refused)。\n")
                + "依据 (ground)：" + ground(ground) + "\n"
                + "理由 (reason)：" + reason + "\n"
                + remedies();
    }

    /** Where naming the ground would itself break the law: true, and says nothing. */
    String neutral(Request request) {
        return head(request.id())
                + "我们已依法处理您的请求，目前无法就其全部内容提供进一步的答复"
                + " (your request was handled according to law; no further answer can be given at present)。\n"
                + remedies();
    }

    public String answer(Request request, String outcome, @Nullable String text) {
        String line = outcome.equals("FULL")
                ? "您的请求已处理完毕 (your request has been carried out)。\n"
                : "您的请求已部分处理 (your request has been carried out in part)。\n";
        return head(request.id()) + line + (text == null || text.isBlank() ? "" : text + "\n") + remedies();
    }

    /** A question, or something that follows an answer. */
    public String note(Request request, String text) {
        return head(request.id()) + text + "\n" + remedies();
    }

    public String labels(List<String> categories) {
        return categories.stream()
                .map(name -> catalogue
                        .category(name)
                        .map(c -> c.label().zh() + " " + name)
                        .orElse(name))
                .collect(Collectors.joining("、"));
    }

    private String head(UUID requestId) {
        return controller.name() + "\n请求编号 (request) " + requestId + "\n";
    }

    private String remedies() {
        return "如不同意，您可以：向我们申诉，由另一位人员复核；向履行个人信息保护职责的部门投诉、举报；或依法向人民法院提起诉讼。"
                + " (You may appeal to us, another person will decide; complain to the authority for personal"
                + " information protection; or go to court.)\n"
                + "联系方式 (contact)：" + controller.contact() + "；" + controller.dpo() + "\n";
    }

    private static String ground(RefusalGround ground) {
        return switch (ground) {
            case NATIONAL_SECURITY -> "与国家安全、国防安全直接相关 (national security), 5.2.2(1)";
            case PUBLIC_SAFETY_HEALTH -> "与公共安全、公共卫生、重大公共利益直接相关 (public safety or health), 5.2.2(2)";
            case CRIMINAL_JUSTICE -> "与犯罪侦查、起诉和审判等直接相关 (criminal proceedings), 5.2.2(3)";
            case BAD_FAITH_OR_ABUSE -> "有充分证据表明存在主观恶意或滥用权利 (bad faith or abuse), 5.2.2(4)";
            case SERIOUS_HARM -> "响应将导致您或其他个人、组织的合法权益受到严重损害 (serious harm), 5.2.2(5)";
            case STATUTORY_RETENTION -> "法律规定的保存期限尚未届满 (kept by law)";
            case LEGAL_HOLD -> "依法需要保全 (legal hold)";
            case NO_TRIGGER -> "未出现应当删除的情形 (none of the cases of deletion applies), 5.2";
            case PORTABILITY_CONDITION_UNMET -> "不符合个人信息转移的条件 (a condition of portability is not met)";
            case INSTRUCTION_OF_DECEASED -> "死者生前另有安排 (the deceased arranged otherwise)";
        };
    }
}
