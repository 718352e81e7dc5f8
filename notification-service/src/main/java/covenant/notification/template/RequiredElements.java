package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a text of each class cannot do without: the law's elements, as names of parameters (R-4.1.3-3, R-6.2-1, R-4.2.3-1). */
final class RequiredElements {
    /** PIPL art. 57(1) and policy 4.1.3(2): kinds of data, cause, possible harm; measures; self-help; remedies; contact. */
    static final List<String> BREACH = List.of(
            "facts", "categories", "cause", "possibleHarm", "measures", "selfProtection", "remedies", "contact");

    /** Channels with room for the whole text; the others say the gist and where the rest stands. */
    private static final Set<Channel> LONG =
            EnumSet.of(Channel.EMAIL, Channel.IN_APP, Channel.LETTER, Channel.PHONE, Channel.ANNOUNCEMENT);

    private static final Map<String, List<String>> BY_NAME = Map.of(
            "identity-code", List.of("code"),
            "transfer-notice", List.of("transferee", "transfereeContact", "effectiveAt"));

    private RequiredElements() {}

    static List<String> of(String template, MessageClass messageClass, Channel channel) {
        if (BY_NAME.containsKey(template)) {
            return BY_NAME.get(template);
        }
        boolean roomy = LONG.contains(channel);
        return switch (messageClass) {
            case BREACH -> roomy ? BREACH : List.of("contact");
            case POLICY ->
                template.equals("reconsent")
                        ? List.of("version")
                        : roomy ? List.of("version", "effectiveAt", "changes") : List.of("effectiveAt", "changes");
            case TERMINATION -> List.of("terminateAt");
            case SERVICE, RIGHTS, MARKETING -> List.of();
        };
    }
}
