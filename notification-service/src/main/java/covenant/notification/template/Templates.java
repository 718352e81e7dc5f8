package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and renders templates. A channel without a text of its own uses that of a channel like it. */
@ApplicationScoped
public class Templates {
    private static final int SMS_LIMIT = 500;

    private final TemplateStore store;
    private final TemplateEngine engine;

    Templates(TemplateStore store, TemplateEngine engine) {
        this.store = store;
        this.engine = engine;
    }

    /** The message cannot be rendered: there is no such template, or an element that it must have is missing. */
    public static final class UnrenderableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        public UnrenderableException(String code) {
            super(code, null, false, false);
            this.code = code;
        }

        /** {@code TEMPLATE_UNKNOWN}, {@code TEMPLATE_PARAMETER_MISSING} or {@code TEMPLATE_FAILED}. */
        public String code() {
            return code;
        }
    }

    /** Whether there is a template of that name, in any channel. */
    public boolean exists(String name) {
        return store.exists(name);
    }

    /** @throws UnrenderableException with the reason */
    public Rendered render(String name, Channel channel, @Nullable String locale, Map<String, String> parameters) {
        Template template =
                active(name, channel, locale).orElseThrow(() -> new UnrenderableException("TEMPLATE_UNKNOWN"));
        return render(template, parameters);
    }

    /** As {@link #render}, or empty where that is not possible, as for a message whose personal parameters were forgotten. */
    public Optional<Rendered> tryRender(
            String name, Channel channel, @Nullable String locale, Map<String, String> parameters) {
        try {
            return Optional.of(render(name, channel, locale, parameters));
        } catch (UnrenderableException forgotten) {
            return Optional.empty();
        }
    }

    Optional<Template> active(String name, Channel channel, @Nullable String locale) {
        String nearest = Locales.nearest(locale);
        return lookAlikes(channel).stream()
                .flatMap(c -> store.active(name, c, nearest).stream())
                .findFirst();
    }

    Rendered render(Template template, Map<String, String> parameters) {
        Map<String, String> words = Localised.parameters(parameters, template.locale());
        requireElements(template, words);
        try {
            String subject = Escape.oneLine(engine.render(template.subject(), words));
            String text = fitting(
                    template.channel(), engine.render(template.body(), words).strip());
            return new Rendered(
                    template.locale(),
                    subject,
                    text,
                    Escape.document(template.locale(), subject, text),
                    template.name(),
                    template.version(),
                    words);
        } catch (io.quarkus.qute.TemplateException e) {
            throw new UnrenderableException("TEMPLATE_FAILED");
        }
    }

    /** A text message has an end; the rest is in the inbox and in the announcement. */
    private static String fitting(Channel channel, String text) {
        return channel == Channel.SMS && text.length() > SMS_LIMIT ? text.substring(0, SMS_LIMIT - 1) + "…" : text;
    }

    private static void requireElements(Template t, Map<String, String> words) {
        boolean missing = RequiredElements.of(t.name(), t.messageClass(), t.channel()).stream()
                .anyMatch(element -> words.getOrDefault(element, "").isBlank());
        if (missing) {
            throw new UnrenderableException("TEMPLATE_PARAMETER_MISSING");
        }
    }

    private static List<Channel> lookAlikes(Channel channel) {
        return switch (channel) {
            case EMAIL, SMS, ANNOUNCEMENT -> List.of(channel);
            case PUSH -> List.of(Channel.PUSH, Channel.SMS);
            case IN_APP, LETTER, PHONE -> List.of(channel, Channel.EMAIL);
        };
    }

    /** The template that {@code /v1/templates/{class}} means when it is given a class. */
    static String principal(MessageClass messageClass) {
        return switch (messageClass) {
            case SERVICE -> "account-closed";
            case RIGHTS -> "request-answered";
            case POLICY -> "policy-change";
            case BREACH -> "breach";
            case TERMINATION -> "termination";
            case MARKETING -> "marketing";
        };
    }
}
