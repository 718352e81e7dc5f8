package covenant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.local.client.Api;
import covenant.local.stack.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** One method of one path, as the service's own OpenAPI document describes it. */
record Route(Service service, String method, String template, JsonNode operation, JsonNode document) {

    /** Who is meant where a path names a person. */
    static final String SUBJECT = "bad-input-subject";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** Every route of the service, but not Quarkus's own. */
    static List<Route> of(Api api, Service service) {
        JsonNode document = api.withToken(Optional.empty())
                .get(service, "/q/openapi?format=json")
                .json();
        List<Route> routes = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> routes.add(new Route(
                                service,
                                method.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                method.getValue(),
                                document))));
        return routes;
    }

    /** The roles that OpenAPI says are allowed; empty for a public route. */
    Set<String> allowedRoles() {
        Set<String> roles = new TreeSet<>();
        operation
                .path("security")
                .forEach(scheme -> scheme.forEach(scopes -> scopes.forEach(role -> roles.add(role.asText()))));
        return roles;
    }

    /** The path with something harmless in every place. */
    String path() {
        String path = template;
        for (JsonNode parameter : parameters("path")) {
            String name = parameter.path("name").asText();
            path = path.replaceAll("\\{" + name + "(:[^}]*)?}", harmless(name, parameter));
        }
        return path;
    }

    /** The path with the same text in every place, percent-encoded. */
    String path(String encoded) {
        return template.replaceAll("\\{[^}]*}", encoded);
    }

    private String harmless(String name, JsonNode parameter) {
        JsonNode schema = resolved(parameter.path("schema"));
        if (template.startsWith("/v1/subjects/{" + name + "}")) {
            return SUBJECT;
        }
        if (schema.path("type").toString().contains("integer")) {
            return "999999";
        }
        if (name.equals("month")) {
            return "1999-01";
        }
        return template.startsWith("/v1/holders")
                        || template.startsWith("/v1/accounts")
                        || template.startsWith("/v1/policies")
                ? "999999"
                : "00000000-0000-7000-8000-000000000000";
    }

    List<JsonNode> parameters(String in) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals(in))
                .toList();
    }

    boolean hasPathParameters() {
        return template.contains("{");
    }

    /** False for a stream, which is read only after the route knows what it is for. */
    boolean takesJson() {
        return operation.at("/requestBody/content").has("application/json") && !fields().isEmpty();
    }

    /** The media type that a good caller would send. */
    String contentType() {
        java.util.Iterator<String> types = operation.at("/requestBody/content").fieldNames();
        return types.hasNext() ? types.next() : "application/json";
    }

    boolean takesABody() {
        return operation.has("requestBody");
    }

    boolean changesSomething() {
        return !method.equals("GET");
    }

    /** The fields of the JSON body. */
    Set<String> fields() {
        Set<String> names = new TreeSet<>();
        bodySchema().path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean requiresFields() {
        return !bodySchema().path("required").isEmpty();
    }

    JsonNode bodySchema() {
        return resolved(
                operation.at("/requestBody/content").path("application/json").path("schema"));
    }

    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    @Override
    public String toString() {
        return service.module() + " " + method + " " + template;
    }
}
