package covenant.notification.template;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateNode.Origin;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Qute on its own: no beans, no reflection, no includes, no loops (parameters are texts, and a loop over a number would run for ever); a
 * template sees the parameters of its message and nothing else. Every value that
 * comes out of a parameter loses its control characters but line breaks.
 */
@ApplicationScoped
class TemplateEngine {
    private static final int CACHED = 500;

    private final Engine engine = Engine.builder()
            .addDefaultValueResolvers()
            .addSectionHelper(new IfSectionHelper.Factory())
            .addResultMapper(new CleanText())
            .strictRendering(true)
            .removeStandaloneLines(true)
            .timeout(5_000)
            .build();
    private final Map<String, Template> parsed = new ConcurrentHashMap<>();

    /** @throws io.quarkus.qute.TemplateException if the text is no template */
    List<Expression> expressions(String text) {
        return List.copyOf(engine.parse(text).getExpressions());
    }

    /** Names of the parameters that a template uses. */
    static Set<String> names(Collection<Expression> expressions) {
        Set<String> names = new LinkedHashSet<>();
        expressions.stream()
                .filter(e -> !e.isLiteral() && !e.hasNamespace())
                .forEach(e -> names.add(e.getParts().getFirst().getName()));
        return names;
    }

    /** Parameters that the template knows and the message does not are empty. */
    String render(String text, Map<String, String> parameters) {
        Template template = parse(text);
        TemplateInstance instance = template.instance();
        for (String name : names(template.getExpressions())) {
            instance.data(name, parameters.getOrDefault(name, ""));
        }
        return instance.render();
    }

    private Template parse(String text) {
        if (parsed.size() > CACHED) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(text, engine::parse);
    }

    @PreDestroy
    void stop() {
        parsed.clear();
        engine.clearTemplates();
    }

    private static final class CleanText implements ResultMapper {
        @Override
        public boolean appliesTo(Origin origin, Object result) {
            return true;
        }

        @Override
        public String map(Object result, io.quarkus.qute.Expression expression) {
            return Escape.withoutControls(result.toString());
        }
    }
}
