package covenant.platform.crypto.vault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A policy of Vault, as far as ours use the language: exact paths, capabilities, allowed parameters. Anything else is refused. */
public record Acl(Map<String, Rule> rules) {
    private static final Pattern RULE = Pattern.compile("path \"([a-z0-9/_-]+)\" \\{(.*?)\n}", Pattern.DOTALL);
    private static final Pattern BODY = Pattern.compile(
            "\\s*capabilities = \\[([^]]*)]\\s*(?:allowed_parameters = \\{([^}]*)})?\\s*", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"([a-z_]+)\"");

    /** @param parameters null: all */
    public record Rule(Set<String> capabilities, Set<String> parameters) {}

    public static Acl parse(String hcl) {
        String text = Arrays.stream(hcl.split("\n"))
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n"));
        Map<String, Rule> rules = new LinkedHashMap<>();
        Matcher matcher = RULE.matcher(text);
        while (matcher.find()) {
            Matcher body = BODY.matcher(matcher.group(2));
            if (!body.matches() || rules.containsKey(matcher.group(1))) {
                throw new IllegalArgumentException("not understood: " + matcher.group());
            }
            rules.put(
                    matcher.group(1),
                    new Rule(quoted(body.group(1)), body.group(2) == null ? Set.of() : quoted(body.group(2))));
        }
        if (!RULE.matcher(text).replaceAll("").isBlank()) {
            throw new IllegalArgumentException(
                    "not understood: " + RULE.matcher(text).replaceAll(""));
        }
        return new Acl(rules);
    }

    boolean allows(String path, String capability, JsonNode body) {
        Rule rule = rules.get(path);
        if (rule == null || !rule.capabilities().contains(capability)) {
            return false;
        }
        List<String> sent = new ArrayList<>();
        body.fieldNames().forEachRemaining(sent::add);
        return rule.parameters().isEmpty() || rule.parameters().containsAll(sent);
    }

    private static Set<String> quoted(String list) {
        return QUOTED.matcher(list).results().map(r -> r.group(1)).collect(Collectors.toUnmodifiableSet());
    }
}
