package covenant.notification.campaign;

import covenant.contracts.PolicyEvent;
import covenant.notification.template.Locales;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The concrete changes of a policy version, old to new, in words of both languages (R-6.2-1). Pure. */
final class PolicyChangeText {
    private PolicyChangeText() {}

    static Map<String, String> parameters(PolicyEvent.PolicyVersionPublished e) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("version", e.version());
        parameters.put("title", e.title());
        parameters.put("effectiveAt", e.effectiveAt().toString());
        parameters.put("changes@" + Locales.CHINESE, changes(e, true));
        parameters.put("changes@" + Locales.ENGLISH, changes(e, false));
        return parameters;
    }

    private static String changes(PolicyEvent.PolicyVersionPublished e, boolean chinese) {
        List<PolicyEvent.Change> changes = e.changes();
        String lines = IntStream.range(0, changes.size())
                .mapToObj(i -> (i + 1) + ". " + line(changes.get(i), chinese))
                .collect(Collectors.joining("\n"));
        return switch (e.occasion()) {
            case HIGH_RISK_ASSESSMENT ->
                (chinese ? "个人信息安全影响评估报告表明存在高风险。" : "A personal data impact assessment shows a high risk.")
                        + (lines.isEmpty() ? "" : "\n" + lines);
            case NEW_VERSION -> lines.isEmpty() ? (chinese ? "文字修订。" : "Changes of wording.") : lines;
        };
    }

    private static String line(PolicyEvent.Change change, boolean chinese) {
        String was = change.was();
        String now = change.now();
        if (was == null && now == null) {
            return change.kind();
        }
        if (was == null) {
            return (chinese ? "新增：" : "new: ") + now;
        }
        if (now == null) {
            return (chinese ? "删除：" : "removed: ") + was;
        }
        return chinese ? "原：" + was + "；现：" + now : "was: " + was + "; now: " + now;
    }
}
