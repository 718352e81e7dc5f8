package covenant.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.notification.template.Rendered;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a profile's request template. A name in braces is replaced by its value, escaped for the body's content type, so that no value breaks
 * out of its place; {@code variables} (a JSON object) and {@code values} (an array) stand as they are in JSON.
 */
final class GatewayRequest {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    private final GatewayProfile profile;
    private final ObjectMapper json;
    private final boolean form;

    GatewayRequest(GatewayProfile profile, ObjectMapper json) {
        this.profile = profile;
        this.json = json;
        this.form = profile.get("content-type").startsWith("application/x-www-form-urlencoded");
    }

    /** The provider's own template for a message of ours. @param variables what it is filled with, in its order */
    record ProviderTemplate(String code, List<String> variables) {
        static ProviderTemplate parse(String text) {
            String[] parts = text.split(":", 2);
            List<String> variables = parts.length == 1
                    ? List.of("text")
                    : Arrays.stream(parts[1].split(",")).map(String::strip).toList();
            return new ProviderTemplate(parts[0].strip(), variables);
        }
    }

    /** The address with the settings that stand in it. */
    URI url() {
        return URI.create(filled(profile.require("url"), Map.of("app", profile.get("app")), true));
    }

    /** Empty if the provider sends approved templates only and has none for this message. */
    Optional<String> body(Outgoing out) {
        Rendered message = out.message();
        Optional<ProviderTemplate> template = template(message);
        if (template.isEmpty() && profile.isSet("needs-code")) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (String setting : List.of("sign", "app", "region")) {
            names.put(setting, profile.get(setting));
        }
        names.put("id", out.deliveryId().toString());
        names.put("to", out.address());
        names.put("title", message.subject());
        names.put("text", message.text());
        names.put("locale", message.locale());
        template.ifPresent(t -> names.putAll(variables(t, message)));
        return Optional.of(filled(profile.require("body"), names, form));
    }

    private Optional<ProviderTemplate> template(Rendered message) {
        return profile.find("codes." + message.template() + "." + message.locale())
                .or(() -> profile.find("codes." + message.template()))
                .or(() -> profile.find("codes.default"))
                .map(ProviderTemplate::parse);
    }

    private Map<String, String> variables(ProviderTemplate t, Rendered message) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String variable : t.variables()) {
            named.put(
                    variable,
                    variable.equals("text") ? message.text() : message.words().getOrDefault(variable, ""));
        }
        return Map.of("code", t.code(), "variables", write(named), "values", write(new ArrayList<>(named.values())));
    }

    private String filled(String template, Map<String, String> names, boolean encode) {
        Matcher matcher = NAME.matcher(template);
        StringBuilder out = new StringBuilder(template.length() + 200);
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = names.getOrDefault(name, "");
            matcher.appendReplacement(out, Matcher.quoteReplacement(encode ? encoded(value) : inJson(name, value)));
        }
        return matcher.appendTail(out).toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private String inJson(String name, String value) {
        if (name.equals("variables") || name.equals("values")) {
            return value.isEmpty() ? "null" : value;
        }
        String quoted = write(value);
        return quoted.substring(1, quoted.length() - 1);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
