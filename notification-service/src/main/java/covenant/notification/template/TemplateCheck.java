package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.problem.Violation;
import io.quarkus.qute.Expression;
import io.quarkus.qute.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may be saved, and what may be approved. Pure but for Qute's parser. */
final class TemplateCheck {
    private static final int SMS_LIMIT = 500;
    /** Would switch escaping off. */
    private static final Set<String> UNESCAPED = Set.of("raw", "safe");

    private final TemplateEngine engine;

    TemplateCheck(TemplateEngine engine) {
        this.engine = engine;
    }

    /** Checked on save: it parses, fits its channel and has the elements of its class. Empty means good. */
    List<Violation> onSave(String name, MessageClass messageClass, Channel channel, String subject, String body) {
        List<Violation> found = new ArrayList<>();
        if (subject.chars().anyMatch(Character::isISOControl)) {
            found.add(new Violation("subject", "must be one line"));
        }
        if (channel == Channel.SMS && body.length() > SMS_LIMIT) {
            found.add(new Violation("body", "a text message has at most " + SMS_LIMIT + " characters"));
        }
        List<Expression> expressions = new ArrayList<>();
        parse("subject", subject, expressions, found);
        parse("body", body, expressions, found);
        if (expressions.stream().anyMatch(TemplateCheck::unescaped)) {
            found.add(new Violation("body", "must not switch escaping off"));
        }
        if (found.isEmpty()) {
            Set<String> names = TemplateEngine.names(expressions);
            RequiredElements.of(name, messageClass, channel).stream()
                    .filter(element -> !names.contains(element))
                    .forEach(element -> found.add(new Violation(element, "is required in a message of this class")));
        }
        return found;
    }

    /** Checked at approval: no advertising in a message that needs no consent to advertising (R-1.2.3-3). */
    List<Violation> onApproval(MessageClass messageClass, String subject, String body) {
        if (messageClass == MessageClass.MARKETING) {
            return List.of();
        }
        return MarketingWords.find(subject + "\n" + body)
                .map(word -> List.of(new Violation(
                        "body", "holds advertising (" + word + "), which class " + messageClass + " must not")))
                .orElse(List.of());
    }

    private void parse(String field, String text, List<Expression> expressions, List<Violation> found) {
        try {
            expressions.addAll(engine.expressions(text));
        } catch (TemplateException e) {
            found.add(new Violation(field, "is not a Qute template"));
        }
    }

    private static boolean unescaped(Expression expression) {
        return expression.hasNamespace()
                || expression.getParts().stream().anyMatch(part -> UNESCAPED.contains(part.getName()));
    }
}
